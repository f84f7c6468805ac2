import type {Arguments} from '../run/arguments.ts'
import type {Machine} from '../run/machine.ts'
import type {Value} from '../value/value.ts'

/** A source of values that templates ask through `lookup` and `query`. */
export interface Lookup {
  /** Options given by name, as {@link Arguments} reads them. */
  readonly options: readonly string[]
  /** Always a list; `lookup` joins its texts with commas. */
  run(terms: readonly Value[], options: Arguments, machine: Machine): Value[]
}
