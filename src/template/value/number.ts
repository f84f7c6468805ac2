import type {Value} from './value.ts'

/** The number a value is: bools count as 0 and 1. undefined for anything else. */
export function asNumber(value: Value | undefined): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  return undefined
}

/** The integer a value is, undefined for anything else, floats included. */
export function asInteger(value: Value | undefined): bigint | undefined {
  const number = asNumber(value)
  return typeof number === 'bigint' ? number : undefined
}

/** `int(text)`: optional sign, digits with single underscores between, spaces around. undefined when it is not one. */
export function parseInteger(text: string, base = 10): bigint | undefined {
  const match = /^\s*([+-]?)(0[bBoOxX])?_?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)\s*$/.exec(text)
  if (!match) return undefined
  const [, sign = '', prefix, body = ''] = match
  const prefixBase = prefix === undefined ? undefined : baseOfPrefix(prefix)
  const magnitude =
    prefixBase !== undefined && (base === 0 || base === prefixBase)
      ? digitsToInteger(body, prefixBase)
      : digitsToInteger((prefix ?? '') + body, base === 0 ? 10 : base)
  if (magnitude === undefined) return undefined
  return sign === '-' ? -magnitude : magnitude
}

/** `float(text)`. undefined when it is not one. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (/^[+-]?(inf|infinity)$/.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity
  if (/^[+-]?nan$/.test(trimmed)) return NaN
  if (!/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(trimmed)) return undefined
  return Number(trimmed.replaceAll('_', ''))
}

function baseOfPrefix(prefix: string): number {
  const letter = prefix.slice(1).toLowerCase()
  if (letter === 'b') return 2
  return letter === 'o' ? 8 : 16
}

function digitsToInteger(text: string, base: number): bigint | undefined {
  let result = 0n
  for (const character of text.replaceAll('_', '').toLowerCase()) {
    const digit = Number.parseInt(character, 36)
    if (Number.isNaN(digit) || digit >= base) return undefined
    result = result * BigInt(base) + BigInt(digit)
  }
  return result
}
