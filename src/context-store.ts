import type {Settings} from './variables/settings.ts'

/**
 * A place that keeps every version of one stage's sealed context. Versions are whole numbers from 1; what is stored under
 * one is never changed.
 */
export interface ContextStore {
  /** For messages, e.g. `/srv/hive-contexts/shop.example-staging`. */
  readonly place: string
  /** The highest version that is completely there; 0 when there is none. */
  latest(): Promise<number>
  read(version: number): Promise<Uint8Array>
  /**
   * Stores the next version, all of it or nothing. `taken`: somebody else stored, or is storing, the same number; trying
   * again may succeed. Of several who write one number at most one is told `written`, also when answers get lost.
   */
  write(version: number, sealed: Uint8Array): Promise<'written' | 'taken'>
}

export interface StoreRequest {
  /** What follows the driver's name in the variable `context_store`; may be empty. */
  readonly address: string
  /** Name of the site, and of the stage. */
  readonly site: string
  readonly stage: string
  readonly settings: Settings
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What a plugin's `context-store` hook returns. */
export interface ContextStoreDriver {
  /** The word before the colon in the variable `context_store`. */
  readonly name: string
  /** Throws `HiveError` CONTEXT_INVALID when the address or what the driver needs to know is not right. */
  open(request: StoreRequest): Promise<ContextStore>
}

/** For a plugin's `context-store` hook. */
export function defineContextStore(driver: ContextStoreDriver): () => Promise<ContextStoreDriver> {
  return async () => driver
}
