import {fail} from '../failure.ts'
import {Bytes} from './bytes.ts'
import {Dict} from './dict.ts'
import {Instance} from './instance.ts'
import {MarkedText} from './marked-text.ts'
import {Members} from './members.ts'
import {Tuple} from './tuple.ts'
import {typeName} from './type-name.ts'
import {Undefined} from './undefined.ts'
import {refuseUndefined} from './undefined-use.ts'
import type {Value} from './value.ts'

/** `list(value)`: characters of a text, keys of a mapping. A list comes back as itself. Throws when not iterable. */
export function elementsOf(value: Value): readonly Value[] {
  return elementsOrUndefined(value) ?? fail(`'${typeName(value)}' object is not iterable`)
}

/** Like `elementsOf`, undefined when the value cannot be iterated. */
export function elementsOrUndefined(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...value]
  if (value instanceof MarkedText) return [...value.text]
  if (value instanceof Tuple) return value.items
  if (value instanceof Dict) return value.keys()
  if (value instanceof Members) return value.values()
  if (value instanceof Bytes) return Array.from(value.content, BigInt)
  if (value instanceof Undefined) return value.isMild ? [] : refuseUndefined(value)
  if (!(value instanceof Instance)) return undefined
  const elements = value.elements()
  return elements === undefined ? undefined : [...elements]
}

/** `len(value)`. Throws when it has no length. */
export function lengthOf(value: Value): number {
  return lengthOrUndefined(value) ?? fail(`object of type '${typeName(value)}' has no len()`)
}

/** Like `lengthOf`, undefined when the value has no length. */
export function lengthOrUndefined(value: Value): number | undefined {
  if (value instanceof Instance) return value.size()
  if (value instanceof Dict || value instanceof Members) return value.size
  return elementsOrUndefined(value)?.length
}
