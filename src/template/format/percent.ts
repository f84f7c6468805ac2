import {fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {asInteger, asNumber} from '../value/number.ts'
import {Range} from '../value/range.ts'
import {asText, repr, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {formatFloat, formatInteger} from './number-format.ts'

/** `text % values`: a tuple fills the fields one by one, a mapping by name, any other value is the only one. */
export function formatPercent(text: string, values: Value): string {
  const source = new Source(values)
  const pattern = /%(?:\((.*?)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([\s\S])?/g
  const result = text.replace(
    pattern,
    (whole, key?: string, flags = '', width?: string, precision?: string, type = '') => {
      if (type === '%') return '%'
      const field: Field = {
        type,
        flags,
        width: source.count(width) ?? 0,
        precision: source.count(precision) ?? (/\.[hlL]?.?$/s.test(whole.replace(/\(.*?\)/, '')) ? 0 : undefined),
      }
      return pad(formatField(source.take(key), field), field)
    },
  )
  source.finish()
  return result
}

interface Field {
  readonly type: string
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
}

class Source {
  readonly #values: Value
  #index = 0

  constructor(values: Value) {
    this.#values = values
  }

  take(key: string | undefined): Value {
    if (key !== undefined) return this.#byName(key)
    const value = this.#values instanceof Tuple ? this.#values.items[this.#index] : [this.#values][this.#index]
    this.#index++
    return defined(value ?? fail('not enough arguments for format string'))
  }

  count(text: string | undefined): number | undefined {
    if (text === undefined) return undefined
    return text === '*' ? Number(asInteger(this.take(undefined)) ?? fail('* wants int')) : Number(text)
  }

  finish(): void {
    const count = this.#values instanceof Tuple ? this.#values.items.length : 1
    const mayBeUnused = this.#values instanceof Dict || Array.isArray(this.#values) || this.#values instanceof Range
    if (this.#index < count && !mayBeUnused) fail('not all arguments converted during string formatting')
  }

  #byName(key: string): Value {
    if (!(this.#values instanceof Dict)) return fail('format requires a mapping')
    return defined(this.#values.get(key) ?? fail(`the mapping to format has no key '${key}'`))
  }
}

function formatField(value: Value, {type, flags, precision}: Field): string {
  if (/[sra]/.test(type)) {
    const text = type === 's' ? toText(value) : type === 'r' ? repr(value) : asciiOf(repr(value))
    return precision === undefined ? text : [...text].slice(0, precision).join('')
  }
  if (type === 'c') return formatCharacter(value)
  if (/[diuoxX]/.test(type)) return formatWhole(value, type, flags, precision ?? 0)
  if (!/[eEfFgG]/.test(type)) return fail(`unsupported format character '${type}'`)
  const number = Number(asNumber(value) ?? fail(`must be real number, not ${typeName(value)}`))
  return withSign(formatFloat(number, {type, precision: precision ?? 6, isAlternate: flags.includes('#')}), flags)
}

/** Escapes what is not ASCII. */
function asciiOf(text: string): string {
  return text.replace(/[\u0080-\u{10ffff}]/gu, character => {
    const code = character.codePointAt(0) ?? 0
    const digits = code.toString(16)
    if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`
    return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
  })
}

function formatCharacter(value: Value): string {
  const code = asInteger(value)
  if (code !== undefined) {
    return code >= 0n && code < 0x110000n ? String.fromCodePoint(Number(code)) : fail('%c arg not in range(0x110000)')
  }
  const text = asText(value) ?? ''
  return [...text].length === 1 ? text : fail('%c requires int or char')
}

function formatWhole(value: Value, type: string, flags: string, precision: number): string {
  const number = asNumber(value) ?? fail(`%${type} format: a number is required, not ${typeName(value)}`)
  if (typeof number === 'number' && /[oxX]/.test(type)) fail(`%${type} format: an integer is required, not float`)
  const whole = typeof number === 'number' ? BigInt(Math.trunc(number)) : number
  const style = type === 'i' || type === 'u' ? 'd' : type
  const digits = formatInteger(whole < 0n ? -whole : whole, style, false).padStart(precision, '0')
  const prefix = flags.includes('#') && style !== 'd' ? `0${style}` : ''
  return withSign((whole < 0n ? '-' : '') + prefix + digits, flags)
}

function withSign(text: string, flags: string): string {
  if (text.startsWith('-')) return text
  if (flags.includes('+')) return `+${text}`
  return flags.includes(' ') ? ` ${text}` : text
}

function pad(text: string, {flags, width, type}: Field): string {
  const missing = width - [...text].length
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!flags.includes('0') || /[sracs]/.test(type)) return ' '.repeat(missing) + text
  const sign = /^[-+ ]?(0[xXob])?/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}
