import type {ContextStore} from '../context-store.ts'
import {bundle, bundleDigest, isEmptyBundle} from './bundle.ts'
import {readPulled} from './pulled.ts'

export interface ContextState {
  /** The newest version of the store; 0 when it is empty. */
  readonly latest: number
  /** The version the directory was last the same as; 0 when it never was. */
  readonly version: number
  /** Whether the directory holds something that was not pushed. */
  readonly isChanged: boolean
}

export async function contextState(store: ContextStore, directory: string): Promise<ContextState> {
  const [latest, pulled, content] = await Promise.all([store.latest(), readPulled(directory), bundle(directory)])
  const isChanged = pulled ? pulled.digest !== bundleDigest(content) : !isEmptyBundle(content)
  return {latest, version: pulled?.version ?? 0, isChanged}
}
