import {Bytes} from './bytes.ts'
import {Dict} from './dict.ts'
import {floatText} from './float.ts'
import {Instance} from './instance.ts'
import {MarkedText, Markup} from './marked-text.ts'
import {Members} from './members.ts'
import {Tuple} from './tuple.ts'
import {Undefined} from './undefined.ts'
import {refuseUndefined} from './undefined-use.ts'
import type {Value} from './value.ts'

/** `str(value)`. Throws for undefined values, also inside lists and mappings. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof MarkedText) return value.text
  if (value instanceof Undefined && value.isMild) return ''
  return value instanceof Instance ? value.str() : repr(value)
}

/** The text of a value that is text, undefined for any other. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof MarkedText ? value.text : undefined
}

/** `repr(value)`: the Python literal that makes the value. */
export function repr(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return floatText(value)
  if (typeof value === 'string') return quote(value)
  if (value instanceof Markup) return `Markup(${quote(value.text)})`
  if (value instanceof MarkedText) return quote(value.text)
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  if (value instanceof Tuple) return reprOfTuple(value)
  if (value instanceof Dict) return `{${value.entries().map(reprOfEntry).join(', ')}}`
  if (value instanceof Members) return value.size === 0 ? 'set()' : `{${value.values().map(repr).join(', ')}}`
  if (value instanceof Bytes) return `b${quote(value.content.toString('latin1'), true)}`
  if (value instanceof Undefined) return refuseUndefined(value)
  return value.repr()
}

function reprOfTuple(tuple: Tuple): string {
  const [only, ...others] = tuple.items
  if (only !== undefined && others.length === 0) return `(${repr(only)},)`
  return `(${tuple.items.map(repr).join(', ')})`
}

function reprOfEntry([key, value]: readonly [Value, Value]): string {
  return `${repr(key)}: ${repr(value)}`
}

function quote(text: string, asciiOnly = false): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text.replace(/[\\'"]|[^\S ]|[\p{C}\p{Z}]|[\u0080-\uffff]/gu, character =>
    escapeCharacter(character, mark, asciiOnly),
  )
  return mark + body + mark
}

function escapeCharacter(character: string, mark: string, asciiOnly: boolean): string {
  if (character === mark || character === '\\') return `\\${character}`
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.codePointAt(0) ?? 0
  if (!/[\p{C}\p{Z}]/u.test(character) && !(asciiOnly && code > 0x7e)) return character
  if (character === ' ') return character
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
