import {Bytes} from './bytes.ts'
import {Dict} from './dict.ts'
import {MarkedText} from './marked-text.ts'
import {Members} from './members.ts'
import {Tuple} from './tuple.ts'
import {Undefined} from './undefined.ts'
import {refuseUndefined} from './undefined-use.ts'
import type {Value} from './value.ts'

/** `bool(value)`: empty, zero and None are false. Throws for undefined values. */
export function isTrue(value: Value): boolean {
  if (typeof value !== 'object') return Boolean(value)
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof MarkedText) return value.text !== ''
  if (value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict || value instanceof Members) return value.size > 0
  if (value instanceof Bytes) return value.content.length > 0
  if (value instanceof Undefined) return value.isMild ? false : refuseUndefined(value)
  return value.isTrue()
}
