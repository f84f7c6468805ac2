import type {Value} from './value.ts'

/** The arguments of one call as written: by position, then by name. */
export interface CallArguments {
  readonly positional: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
}
