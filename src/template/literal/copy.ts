import {Dict} from '../value/dict.ts'
import {Markup} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'

/**
 * A list or mapping written as text and read back, without the detour. undefined for a value that is neither or that
 * holds something no literal can be written for.
 */
export function literalCopy(value: Value): Value | undefined {
  if (typeof value === 'boolean') return value
  return Array.isArray(value) || value instanceof Dict ? copy(value) : undefined
}

function copy(value: Value): Value | undefined {
  if (value === none || typeof value === 'boolean' || typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (value instanceof Markup) return undefined
  const text = asText(value)
  if (text !== undefined) return text
  if (Array.isArray(value)) return copyAll(value)
  if (value instanceof Tuple) {
    const items = copyAll(value.items)
    return items && new Tuple(items)
  }
  return value instanceof Dict ? copyDict(value) : undefined
}

function copyAll(items: readonly Value[]): Value[] | undefined {
  const copies: Value[] = []
  for (const item of items) {
    const copied = copy(item)
    if (copied === undefined) return undefined
    copies.push(copied)
  }
  return copies
}

function copyDict(dict: Dict): Dict | undefined {
  const keys = copyAll(dict.keys())
  const values = copyAll(dict.values())
  if (!keys || !values) return undefined
  return new Dict(keys.map((key, index) => [key, values[index] ?? none] as const))
}
