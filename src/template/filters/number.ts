import {fail} from '../failure.ts'
import {divideHalfEven, fixed, scaledInteger} from '../format/decimal.ts'
import type {Arguments} from '../run/arguments.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {asNumber, parseFloatText, parseInteger} from '../value/number.ts'
import {asText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Filters that make numbers or calculate with them. */
export const numberFilters: FilterTable = {
  abs: routine('', input => {
    const number = numberOf(input, 'abs')
    return typeof number === 'bigint' && number < 0n ? -number : typeof number === 'number' ? Math.abs(number) : number
  }),
  int: routine(
    'default? base?',
    (input, args) => toInteger(input, args.integer('base', 10)) ?? args.raw('default', 0n),
  ),
  float: routine('default?', (input, args) => toFloat(input) ?? args.raw('default', 0)),
  round: routine('precision? method?', (input, args) =>
    round(numberOf(input, 'round'), args.integer('precision', 0), args.text('method', 'common')),
  ),
  log: routine('base?', (input, args) => logarithm(Number(numberOf(input, 'log')), args)),
  pow: routine('y', (input, args) => Number(numberOf(input, 'pow')) ** Number(numberOf(args.value('y'), 'pow'))),
  root: routine('base?', (input, args) =>
    root(Number(numberOf(input, 'root')), Number(asNumber(args.value('base', 2n)))),
  ),
  filesizeformat: routine('binary?', (input, args) => {
    const size = toFloat(input) ?? fail(`filesizeformat needs a number, got ${typeName(input)}`)
    return fileSize(size, args.flag('binary'))
  }),
}

function numberOf(value: Value, name: string): bigint | number {
  return asNumber(value) ?? fail(`${name} needs a number, got ${typeName(value)}`)
}

function toInteger(value: Value, base: number): bigint | undefined {
  const text = asText(value)
  const whole = text === undefined ? undefined : parseInteger(text, base)
  if (whole !== undefined) return whole
  const number = text === undefined ? asNumber(value) : parseFloatText(text)
  if (typeof number !== 'number') return number
  if (Number.isNaN(number)) return undefined
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : fail('infinity cannot be made an integer')
}

function toFloat(value: Value): number | undefined {
  const text = asText(value)
  if (text !== undefined) return parseFloatText(text)
  const number = asNumber(value)
  return number === undefined ? undefined : Number(number)
}

function round(value: bigint | number, precision: number, method: string): bigint | number {
  if (method === 'common') return roundCommon(value, precision)
  const scaled = Number(value) * 10 ** precision
  // Python's ceil and floor give integers, which have no negative zero.
  if (method === 'ceil') return (Math.ceil(scaled) + 0) / 10 ** precision
  return method === 'floor'
    ? (Math.floor(scaled) + 0) / 10 ** precision
    : fail("round knows 'common', 'ceil' and 'floor'")
}

/** Halves go to the even neighbour, as in Python 3. */
function roundCommon(value: bigint | number, precision: number): bigint | number {
  if (typeof value === 'bigint') {
    const unit = 10n ** BigInt(Math.max(0, -precision))
    return divideHalfEven(value, unit) * unit
  }
  if (!Number.isFinite(value)) return value
  if (precision >= 0) return Number(fixed(value, Math.min(precision, 400)))
  const rounded = Number(scaledInteger(value, precision) * 10n ** BigInt(-precision))
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded
}

function logarithm(value: number, args: Arguments): number {
  const base = Number(asNumber(args.value('base', Math.E)) ?? fail('log needs a number as its base'))
  if (value <= 0) return fail(`log of ${value} does not exist`)
  if (base === 10) return Math.log10(value)
  return base === Math.E ? Math.log(value) / Math.log(Math.E) : Math.log(value) / Math.log(base)
}

function root(value: number, base: number): number {
  if (value < 0 && base % 2 === 0) return fail(`the root of ${value} does not exist`)
  return base === 2 ? Math.sqrt(value) : value ** (1 / base)
}

function fileSize(size: number, isBinary: boolean): string {
  const base = isBinary ? 1024 : 1000
  const suffix = isBinary ? 'iB' : 'B'
  if (size === 1) return '1 Byte'
  if (size < base) return `${Math.trunc(size)} Bytes`
  const letters = [isBinary ? 'K' : 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
  const index = letters.findIndex((_, position) => size < base ** (position + 2))
  const position = index === -1 ? letters.length - 1 : index
  return `${fixed((base * size) / base ** (position + 2), 1)} ${letters[position]}${suffix}`
}
