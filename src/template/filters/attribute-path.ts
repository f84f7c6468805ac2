import {itemOf} from '../run/access.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'

/** Reads `a.b.0` from an item; `fallback` stands in for what is undefined on the way. No path gives the item itself. */
export function reader(path: Value | undefined, fallback: Value = none): (item: Value) => Value {
  const parts = partsOf(path ?? none)
  return item =>
    parts.reduce((value, part) => {
      const next = itemOf(value, part, 'item')
      return next instanceof Undefined && fallback !== none ? fallback : next
    }, item)
}

/** Reads `a.b,c` from an item as the list of both values. */
export function listReader(paths: Value | undefined): (item: Value) => Value[] {
  const text = asText(paths)
  const readers = (text === undefined ? [paths] : text.split(',')).map(path => reader(path))
  return item => readers.map(read => read(item))
}

/** Text in small letters, anything else as it is: how sorting and grouping ignore case. */
export function foldCase(value: Value): Value {
  return asText(value)?.toLowerCase() ?? value
}

function partsOf(path: Value): Value[] {
  if (path === none) return []
  if (asInteger(path) !== undefined) return [path]
  return toText(path)
    .split('.')
    .map(part => (/^\d+$/.test(part) ? BigInt(part) : part))
}
