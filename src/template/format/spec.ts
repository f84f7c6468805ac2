import {fail} from '../failure.ts'
import {floatText} from '../value/float.ts'
import {Instance} from '../value/instance.ts'
import {asText, toText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'
import {formatFloat, formatInteger} from './number-format.ts'

interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly isAlternate: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  readonly type: string
}

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su

/** `format(value, spec)`, the part after the colon in `'{:>8.2f}'`. */
export function formatValue(value: Value, text: string): string {
  if (text === '') return toText(value)
  if (value instanceof Instance) return value.format(text) ?? fail(`${typeName(value)} takes no format '${text}'`)
  const spec = parseSpec(text)
  if (typeof value === 'bigint' || typeof value === 'number') return formatNumber(value, spec)
  if (typeof value === 'boolean') return formatNumber(BigInt(value), spec)
  const content = asText(value) ?? fail(`unsupported format string '${text}' for ${typeName(value)}`)
  if (spec.type !== '' && spec.type !== 's') fail(`unknown format code '${spec.type}' for text`)
  if (spec.align === '=' || spec.sign !== '' || spec.grouping !== '')
    fail(`the format '${text}' is not allowed for text`)
  return pad(spec.precision === undefined ? content : [...content].slice(0, spec.precision).join(''), spec, '<')
}

function parseSpec(text: string): Spec {
  const match = pattern.exec(text) ?? fail(`invalid format specifier '${text}'`)
  const [, fill, align, sign = '', alternate, zero, width = '0', grouping = '', precision, type = ''] = match
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero ? '=' : ''),
    sign,
    isAlternate: alternate !== undefined,
    width: Number(width),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  }
}

function formatNumber(value: bigint | number, spec: Spec): string {
  const isNegative = value < 0 || Object.is(value, -0)
  const digits = magnitudeText(isNegative ? -value : value, spec)
  const sign = isNegative ? '-' : spec.sign === '-' ? '' : spec.sign
  const prefix = /^0[box]/i.exec(digits)?.[0] ?? ''
  const head = sign + prefix
  const room = spec.width - head.length
  if (spec.align !== '=') return pad(head + group(digits.slice(prefix.length), 0, spec), spec, '>')
  return head + group(digits.slice(prefix.length), spec.fill === '0' ? room : 0, spec).padStart(room, spec.fill)
}

function magnitudeText(value: bigint | number, {type, isAlternate, precision}: Spec): string {
  if (typeof value === 'bigint' && /^[bcdnoxX]?$/.test(type)) {
    if (precision !== undefined) fail('precision not allowed in integer format specifier')
    return type === 'c' ? String.fromCodePoint(Number(value)) : formatInteger(value, type, isAlternate)
  }
  if (!/^[eEfFgGn%]?$/.test(type)) fail(`unknown format code '${type}' for a number`)
  const number = Number(value)
  if (type !== '') return formatFloat(number, {type: type === 'n' ? 'g' : type, precision: precision ?? 6, isAlternate})
  if (precision !== undefined) return formatFloat(number, {type: 'r', precision, isAlternate})
  const text = floatText(number)
  return isAlternate && !text.includes('.') ? text.replace('e', '.e') : text
}

/** Puts marks between the digits before the point, which zeros fill up to a width. */
function group(digits: string, width: number, {grouping, type}: Spec): string {
  if (grouping === '') return digits
  if (/[cnsboxX]/.test(type) && (grouping === ',' || /[cns]/.test(type)))
    fail(`cannot specify '${grouping}' with '${type}'`)
  const [whole = ''] = /[boxX]/.test(type) ? [digits] : (/^\d*/.exec(digits) ?? [])
  const rest = digits.slice(whole.length)
  const mark = new RegExp(`\\B(?=(\\w{${/[boxX]/.test(type) ? 4 : 3}})+$)`, 'g')
  const marked = (length: number) => whole.padStart(length, '0').replace(mark, grouping) + rest
  let length = whole.length
  while (marked(length).length < width) length++
  return marked(length)
}

function pad(text: string, {align, fill, width}: Spec, fallback: string): string {
  const missing = Math.max(0, width - [...text].length)
  const side = align === '' ? fallback : align
  if (side === '<') return text + fill.repeat(missing)
  if (side !== '^') return fill.repeat(missing) + text
  const left = Math.floor(missing / 2)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}
