import type {Bytes} from './bytes.ts'
import type {Dict} from './dict.ts'
import type {Instance} from './instance.ts'
import type {MarkedText} from './marked-text.ts'
import type {Members} from './members.ts'
import type {Tuple} from './tuple.ts'
import type {Undefined} from './undefined.ts'

/**
 * A Python value while a template runs. `int` is bigint, `float` is number, `str` is string, `list` is an array,
 * everything else has a class of its own.
 */
export type Value =
  | boolean
  | bigint
  | number
  | string
  | MarkedText
  | Value[]
  | Tuple
  | Dict
  | Members
  | Bytes
  | Undefined
  | Instance
