import {Float} from '../context.ts'
import {fail} from '../failure.ts'
import {Bytes} from './bytes.ts'
import {Dict} from './dict.ts'
import {elementsOrUndefined} from './iterate.ts'
import {Members} from './members.ts'
import {none} from './none.ts'
import {asText, toText} from './text.ts'
import {Tuple} from './tuple.ts'
import type {Value} from './value.ts'

/** Stands for `omit` while a template runs, because Ansible's own is a text too. */
export const omitPlaceholder = '__omit_place_holder__f4c1e8b90a7d4c2f9d3b5a6e81c07d24'

/** Returned by {@link outward} for a value that is `omit`. */
export const omit: unique symbol = Symbol('omit')

/**
 * A Python value as the plain JavaScript value a caller works with; floats without a fraction as {@link Float}, so that
 * they are not taken for integers. Entries and items that are `omit` are left out.
 * Throws for `omit` inside a longer text and for integers that JavaScript would change.
 */
export function outward(value: Value): unknown {
  const text = asText(value)
  if (text !== undefined) return outwardText(text)
  if (value === none) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isInteger(value) ? new Float(value) : value
  if (typeof value === 'bigint') return outwardInteger(value)
  if (value instanceof Dict) return outwardEntries(value)
  if (Array.isArray(value) || value instanceof Tuple || value instanceof Members) return outwardItems(value)
  return value instanceof Bytes ? value.content.toString() : toText(value)
}

function outwardText(text: string): string | typeof omit {
  if (text === omitPlaceholder) return omit
  if (text.includes(omitPlaceholder)) fail('`omit` leaves out a whole value and cannot be part of a longer text')
  return text
}

function outwardInteger(value: bigint): number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : fail(`the integer ${value} is too large to be kept exactly; quote it`)
}

function outwardItems(value: Value): unknown[] {
  return (elementsOrUndefined(value) ?? []).map(outward).filter(item => item !== omit)
}

function outwardEntries(dict: Dict): Record<string, unknown> {
  const entries = dict.entries().map(([key, value]) => [toText(key), outward(value)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== omit))
}
