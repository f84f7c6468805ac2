import {exponentText, floatText} from '../value/float.ts'
import {fixed, scientific} from './decimal.ts'

export interface FloatStyle {
  readonly type: string
  readonly precision: number
  /** `#`: keeps trailing zeros in `g`. */
  readonly isAlternate: boolean
}

/** A float in one of the styles `e E f F g G %`, or `r`: like `g` but always with a decimal. The sign is included. */
export function formatFloat(value: number, style: FloatStyle): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const text = sign + formatLower(Math.abs(value), {...style, type: style.type.toLowerCase()})
  return style.type === style.type.toLowerCase() ? text : text.toUpperCase()
}

/** The digits of a non-negative integer in the styles `b o x X d`, with the prefix if wanted. */
export function formatInteger(value: bigint, type: string, hasPrefix: boolean): string {
  const digits = value.toString(radixOf(type))
  const text = type === 'X' ? digits.toUpperCase() : digits
  return hasPrefix && radixOf(type) !== 10 ? `0${type}${text}` : text
}

function radixOf(type: string): number {
  if (type === 'b') return 2
  if (type === 'o') return 8
  return type === 'x' || type === 'X' ? 16 : 10
}

function formatLower(value: number, {type, precision, isAlternate}: FloatStyle): string {
  if (!Number.isFinite(value)) return floatText(value) + (type === '%' ? '%' : '')
  const point = isAlternate && precision === 0 ? '.' : ''
  if (type === 'f') return fixed(value, precision) + point
  if (type === '%') return `${fixed(value * 100, precision)}${point}%`
  if (type === 'e') return exponentText(scientific(value, precision)).replace('e', `${point}e`)
  const digits = precision === 0 ? 1 : precision
  if (type === 'g') return formatGeneral(value, {digits, largest: digits, isAlternate})
  const text = formatGeneral(value, {digits, largest: digits - 1, isAlternate})
  return /[.e]/.test(text) ? text : `${text}.0`
}

interface GeneralStyle {
  readonly digits: number
  /** The exponent from which on it is written out. */
  readonly largest: number
  readonly isAlternate: boolean
}

function formatGeneral(value: number, {digits, largest, isAlternate}: GeneralStyle): string {
  const text = scientific(value, digits - 1)
  const exponent = value === 0 ? 0 : Number(text.slice(text.indexOf('e') + 1))
  if (exponent >= -4 && exponent < largest) {
    const plain = fixed(value, digits - 1 - exponent)
    if (isAlternate) return plain.includes('.') ? plain : `${plain}.`
    return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
  }
  if (!isAlternate) return exponentText(text.replace(/(\.\d*?)0+e/, '$1e').replace('.e', 'e'))
  return exponentText(text.includes('.') ? text : text.replace('e', '.e'))
}
