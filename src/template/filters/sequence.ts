import {fail} from '../failure.ts'
import {binary} from '../run/operator.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {elementsOf, lengthOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {reader} from './attribute-path.ts'

/** Filters on the items of a sequence as a whole. */
export const sequenceFilters: FilterTable = {
  length: routine('', input => BigInt(lengthOf(input))),
  count: routine('', input => BigInt(lengthOf(input))),
  list: routine('', input => [...elementsOf(input)]),
  first: routine('', input => elementsOf(input)[0] ?? new Undefined('… | first', 'the sequence has no first item')),
  last: routine('', input => elementsOf(input).at(-1) ?? new Undefined('… | last', 'the sequence has no last item')),
  reverse: routine('', input => {
    const items = [...elementsOf(input)].reverse()
    return asText(input) === undefined ? items : items.map(toText).join('')
  }),
  join: routine('d? attribute?', (input, args) => {
    const read = reader(args.optional('attribute'))
    const texts = elementsOf(input).map(item => toText(read(item)))
    return texts.join(toText(args.value('d', '')))
  }),
  sum: routine('attribute? start?', (input, args) => {
    const read = reader(args.optional('attribute'))
    const start = args.value('start', 0n)
    if (asText(start) !== undefined) return fail('sum cannot add texts; join can')
    return elementsOf(input).reduce((total, item) => binary('+', total, read(item)), start)
  }),
  batch: routine('linecount fill_with?', (input, args) =>
    batches(elementsOf(input), args.integer('linecount'), args.value('fill_with', none)),
  ),
  slice: routine('slices fill_with?', (input, args) =>
    slices(elementsOf(input), args.integer('slices'), args.value('fill_with', none)),
  ),
}

function batches(items: readonly Value[], size: number, filler: Value): Value[] {
  if (size < 1) return fail('batch needs a size of at least one')
  const rows: Value[][] = []
  for (let index = 0; index < items.length; index += size) rows.push(items.slice(index, index + size))
  const last = rows.at(-1)
  while (filler !== none && last && last.length < size) last.push(filler)
  return rows
}

function slices(items: readonly Value[], count: number, filler: Value): Value[] {
  if (count < 1) return fail('slice needs at least one slice')
  const size = Math.floor(items.length / count)
  const larger = items.length % count
  return Array.from({length: count}, (_, index) => {
    const start = index * size + Math.min(index, larger)
    const part = items.slice(start, start + size + (index < larger ? 1 : 0))
    return filler !== none && index >= larger ? [...part, filler] : part
  })
}
