import {fail} from '../failure.ts'
import {Bytes} from './bytes.ts'
import {Instance} from './instance.ts'
import {MarkedText} from './marked-text.ts'
import {Tuple} from './tuple.ts'
import {Undefined} from './undefined.ts'
import {refuseUndefined} from './undefined-use.ts'
import type {Value} from './value.ts'

/** What a mapping's key or a set's member is found by: equal Python values give equal keys (`1 == 1.0 == True`). */
export type Key = string | bigint | number | object

/** Throws when the value cannot be hashed, as lists and mappings cannot. */
export function keyOf(value: Value): Key {
  if (typeof value === 'string') return value
  if (value instanceof MarkedText) return value.text
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (value instanceof Undefined) return refuseUndefined(value)
  if (value instanceof Tuple) return `\u0000(${value.items.map(item => describe(keyOf(item))).join()})`
  if (value instanceof Bytes) return `\u0000b${value.content.toString('latin1')}`
  if (value instanceof Instance) return value.identity() ?? value
  return fail(`unhashable type: '${Array.isArray(value) ? 'list' : value.typeName}'`)
}

/** Whether a value can be a key. */
export function isHashable(value: Value): boolean {
  if (value instanceof Tuple) return value.items.every(isHashable)
  return typeof value !== 'object' || !(Array.isArray(value) || value.typeName === 'dict' || value.typeName === 'set')
}

function describe(key: Key): string {
  if (typeof key === 'object') return fail('an object cannot be part of a tuple that is used as a key')
  return `${typeof key}:${String(key).replaceAll(',', '\\,')}`
}
