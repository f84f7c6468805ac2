import {randomInt} from 'node:crypto'
import {fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'
import type {Lookup} from './lookup.ts'

/** `query('items', …)`: the terms, lists among them opened. */
export const items: Lookup = simple(flat)

/** `query('list', …)`: the terms as they are. */
export const list: Lookup = simple(terms => [...terms])

/** `query('dict', mapping)`: the entries of mappings as mappings of `key` and `value`. */
export const dict: Lookup = simple(terms => terms.flatMap(pairsOf))

/** `query('indexed_items', …)`: each item with its number. */
export const indexedItems: Lookup = simple(terms => flat(terms).map((item, index) => new Tuple([BigInt(index), item])))

/** `query('together', …)`: the first items of all lists, then the second ones, and so on. */
export const together: Lookup = simple(terms => {
  const lists = terms.map(elementsOf)
  const length = Math.max(0, ...lists.map(({length: count}) => count))
  return Array.from({length}, (_, index) => flat(lists.map(entries => entries[index] ?? none)))
})

/** `query('nested', …)`: every combination of one item of each list. */
export const nested: Lookup = simple(terms => {
  const lists = terms.map(elementsOf)
  return lists.reduce<Value[][]>(
    (rows, entries) => rows.flatMap(row => entries.map(item => [...row, ...flat([item])])),
    [[]],
  )
})

/** `lookup('random_choice', …)`: one of the terms. */
export const randomChoice: Lookup = simple(terms => {
  const term = terms.length === 0 ? undefined : terms[randomInt(terms.length)]
  return term === undefined ? [] : [term]
})

function simple(run: (terms: readonly Value[]) => Value[]): Lookup {
  return {options: [], run}
}

function flat(terms: readonly Value[]): Value[] {
  return terms.flatMap(term => (Array.isArray(term) || term instanceof Tuple ? elementsOf(term) : [term]))
}

function pairsOf(term: Value): Value[] {
  const isMapping = term instanceof Dict || (term instanceof Instance && term.isMapping())
  if (!isMapping) return fail(`a mapping is needed, got ${typeName(term)}`)
  const read = (key: Value) => (term instanceof Dict ? term.get(key) : term.item(key)) ?? none
  return elementsOf(term).map(
    key =>
      new Dict([
        ['key', key],
        ['value', read(key)],
      ]),
  )
}
