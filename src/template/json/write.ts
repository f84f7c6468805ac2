import {fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {floatText} from '../value/float.ts'
import {Instance} from '../value/instance.ts'
import {Moment} from '../value/moment.ts'
import {none} from '../value/none.ts'
import {asNumber} from '../value/number.ts'
import {compareTexts} from '../value/order.ts'
import {asText, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'

export interface JsonStyle {
  /** What each level is indented by; undefined writes everything on one line. */
  readonly indent: string | undefined
  readonly itemSeparator: string
  readonly keySeparator: string
  readonly sortsKeys: boolean
  readonly isAscii: boolean
}

/** Writes a value as Python's `json.dumps` does. */
export function writeJson(value: Value, style: JsonStyle): string {
  return write(defined(value), style, '\n')
}

function write(value: Value, style: JsonStyle, newline: string): string {
  const text = asText(value)
  if (text !== undefined) return quote(text, style.isAscii)
  if (value === none) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return writeFloat(value)
  if (Array.isArray(value)) return writeItems(value, style, newline)
  if (value instanceof Tuple) return writeItems(value.items, style, newline)
  if (value instanceof Dict) return writeEntries(value.entries(), style, newline)
  if (value instanceof Moment) return quote(toText(value).replace(' ', 'T'), style.isAscii)
  if (value instanceof Instance && value.isMapping()) {
    const entries = [...(value.elements() ?? [])].map(key => [key, value.item(key) ?? none] as const)
    return writeEntries(entries, style, newline)
  }
  return fail(`a ${typeName(defined(value))} cannot be written as JSON`)
}

function writeFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? floatText(value) : value > 0 ? 'Infinity' : '-Infinity'
}

function writeItems(items: readonly Value[], style: JsonStyle, newline: string): string {
  return enclose(
    '[]',
    items.map(item => write(defined(item), style, newline + (style.indent ?? ''))),
    style,
    newline,
  )
}

function writeEntries(entries: readonly (readonly [Value, Value])[], style: JsonStyle, newline: string): string {
  const named = entries.map(([key, value]) => [keyText(key), value] as const)
  if (style.sortsKeys) named.sort(([left], [right]) => compareTexts(left, right))
  const written = named.map(([key, value]) => {
    return quote(key, style.isAscii) + style.keySeparator + write(defined(value), style, newline + (style.indent ?? ''))
  })
  return enclose('{}', written, style, newline)
}

function enclose(
  brackets: string,
  parts: readonly string[],
  {indent, itemSeparator}: JsonStyle,
  newline: string,
): string {
  const [open = '', close = ''] = brackets
  if (parts.length === 0) return brackets
  if (indent === undefined) return open + parts.join(itemSeparator) + close
  return open + newline + indent + parts.join(itemSeparator + newline + indent) + newline + close
}

function keyText(key: Value): string {
  const text = asText(key)
  if (text !== undefined) return text
  if (key === none) return 'null'
  if (typeof key === 'boolean') return String(key)
  if (typeof key === 'number') return writeFloat(key)
  return asNumber(key) === undefined ? fail(`a ${typeName(key)} cannot be a key in JSON`) : String(key)
}

function quote(text: string, isAscii: boolean): string {
  const quoted = JSON.stringify(text)
  if (!isAscii) return quoted
  return quoted.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
