import {fail} from '../failure.ts'
import {itemOf} from '../run/access.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText, repr} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {flatten} from './flatten.ts'

/** Filters that combine the items of lists with each other. */
export const combinationFilters: FilterTable = {
  flatten: routine('levels? skip_nulls?', (input, args) => {
    const levels = args.value('levels', none)
    return flatten(
      elementsOf(input),
      levels === none ? undefined : args.integer('levels'),
      args.flag('skip_nulls', true),
    )
  }),
  zip: routine('*others', (input, args) => {
    const lists = [input, ...args.rest].map(elementsOf)
    const length = Math.min(...lists.map(list => list.length))
    return Array.from({length}, (_, index) => new Tuple(lists.map(list => list[index] ?? none)))
  }),
  zip_longest: routine('*others **options', (input, args) => {
    const {fillvalue = none} = Object.fromEntries(args.named)
    const lists = [input, ...args.rest].map(elementsOf)
    const length = Math.max(...lists.map(list => list.length))
    return Array.from({length}, (_, index) => new Tuple(lists.map(list => list[index] ?? fillvalue)))
  }),
  product: routine('*others **options', (input, args) => {
    const repeat = Number(asInteger(args.named.get('repeat') ?? 1n) ?? fail('product needs a number as repeat'))
    const lists = [input, ...args.rest].map(elementsOf)
    const all = Array.from({length: repeat}, () => lists).flat()
    return all.reduce<Value[][]>((rows, list) => rows.flatMap(row => list.map(item => [...row, item])), [[]]).map(tuple)
  }),
  permutations: routine('r?', (input, args) => {
    const items = elementsOf(input)
    return permutations(items, args.integer('r', items.length)).map(tuple)
  }),
  combinations: routine('r', (input, args) => combinations(elementsOf(input), args.integer('r')).map(tuple)),
  subelements: routine('subelements skip_missing?', (input, args) => {
    const items =
      input instanceof Dict
        ? input.values()
        : Array.isArray(input)
          ? input
          : fail('subelements needs a list or a mapping')
    const path = args.value('subelements')
    const keys = Array.isArray(path) ? path : args.text('subelements').split('.')
    return items.flatMap(item =>
      subelements(item, keys, isTrue(args.value('skip_missing', false))).map(sub => tuple([item, sub])),
    )
  }),
}

function tuple(items: readonly Value[]): Tuple {
  return new Tuple(items)
}

function permutations(items: readonly Value[], length: number): Value[][] {
  if (length === 0) return [[]]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1), length - 1).map(rest => [item, ...rest]),
  )
}

function combinations(items: readonly Value[], length: number): Value[][] {
  if (length === 0) return [[]]
  return items.flatMap((item, index) => combinations(items.slice(index + 1), length - 1).map(rest => [item, ...rest]))
}

function subelements(item: Value, keys: readonly Value[], skipsMissing: boolean): readonly Value[] {
  let value = item
  for (const key of keys) {
    if (asText(value) !== undefined) fail(`the key ${repr(key)} should point to a mapping, got ${typeName(value)}`)
    const next = itemOf(value, key, 'item')
    if (!(next instanceof Undefined)) value = next
    else if (skipsMissing) return []
    else fail(`there is no key ${repr(key)} in one of the items`)
  }
  return Array.isArray(value)
    ? value
    : fail(`the key ${repr(keys.at(-1) ?? '')} should point to a list, got ${typeName(value)}`)
}
