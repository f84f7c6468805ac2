import {fail} from '../failure.ts'
import {formatPercent} from '../format/percent.ts'
import {parseInteger} from '../value/number.ts'
import {toText} from '../value/text.ts'
import type {Lookup} from './lookup.ts'
import {splitTerm} from './split-term.ts'

/** `query('sequence', 'start=1 end=5 stride=2 format=host%02d')`, or short `1-5/2:host%02d`: numbers as texts. */
export const sequence: Lookup = {
  options: [],
  run: terms => terms.flatMap(term => numbers(toText(term))),
}

interface Bounds {
  readonly start: bigint
  readonly end: bigint
  readonly stride: bigint
  readonly format: string
}

function numbers(term: string): string[] {
  const bounds = shortForm(term) ?? longForm(term)
  if (bounds.stride === 0n) return []
  const texts: string[] = []
  const isUp = bounds.stride > 0n
  if (isUp ? bounds.end < bounds.start : bounds.end > bounds.start) fail(`'${term}' counts in the wrong direction`)
  for (let value = bounds.start; isUp ? value <= bounds.end : value >= bounds.end; value += bounds.stride) {
    texts.push(formatPercent(bounds.format, value))
  }
  return texts
}

function shortForm(term: string): Bounds | undefined {
  const match = /^(?:(0x[\da-f]+|\d+)-)?(0x[\da-f]+|\d+)(?:\/(0x[\da-f]+|\d+))?(?::(.+))?$/i.exec(term)
  if (!match) return undefined
  const [, start = '1', end = '', stride = '1', format = '%d'] = match
  return {start: integer(start), end: integer(end), stride: integer(stride), format}
}

function longForm(term: string): Bounds {
  const {start = '1', end, count, stride = '1', format = '%d', ...others} = splitTerm(term).options
  const [surplus] = Object.keys(others)
  if (surplus !== undefined) fail(`it takes no '${surplus}'`)
  if ((end === undefined) === (count === undefined)) fail(`'${term}' needs either 'end' or 'count'`)
  const first = integer(start)
  const step = integer(stride)
  if (end !== undefined) return {start: first, end: integer(end), stride: step, format}
  const total = integer(count ?? '0')
  return total === 0n
    ? {start: 0n, end: 0n, stride: 0n, format}
    : {start: first, end: first + total * step - 1n, stride: step, format}
}

function integer(text: string): bigint {
  return parseInteger(text, 0) ?? fail(`'${text}' is no integer`)
}
