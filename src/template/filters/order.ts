import {fail} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {equals} from '../value/equality.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {ordered, sorted} from '../value/order.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {foldCase, listReader, reader} from './attribute-path.ts'

/** Filters that sort, group or choose by size. */
export const orderFilters: FilterTable = {
  sort: routine('reverse? case_sensitive? attribute?', (input, args) => {
    const read = listReader(args.optional('attribute'))
    const fold = folder(args)
    return sorted(elementsOf(input), item => read(item).map(fold), args.flag('reverse'))
  }),
  dictsort: routine('case_sensitive? by? reverse?', (input, args) => {
    if (!(input instanceof Dict)) return fail(`dictsort needs a mapping, got ${typeName(input)}`)
    const index = ['key', 'value'].indexOf(args.text('by', 'key'))
    if (index === -1) return fail("dictsort can sort by 'key' or by 'value' only")
    const fold = folder(args)
    const pairs = input.entries().map(entry => new Tuple(entry))
    return sorted(pairs, pair => fold(pair.items[index] ?? none), args.flag('reverse'))
  }),
  min: routine('case_sensitive? attribute?', (input, args) => extreme(input, args, '<')),
  max: routine('case_sensitive? attribute?', (input, args) => extreme(input, args, '>')),
  groupby: routine('attribute default? case_sensitive?', (input, args) => {
    const read = reader(args.raw('attribute'), args.optional('default'))
    const fold = folder(args)
    const groups: {key: Value; items: Value[]}[] = []
    for (const item of sorted(elementsOf(input), candidate => fold(read(candidate)))) {
      const group = groups.at(-1)
      if (group && equals(group.key, fold(read(item)))) group.items.push(item)
      else groups.push({key: fold(read(item)), items: [item]})
    }
    return groups.map(({items}) => new Tuple([read(items[0] ?? none), items], ['grouper', 'list']))
  }),
}

function folder(args: Arguments): (value: Value) => Value {
  return args.flag('case_sensitive') ? value => value : foldCase
}

function extreme(input: Value, args: Arguments, operator: '<' | '>'): Value {
  const read = reader(args.optional('attribute'))
  const fold = folder(args)
  const key = (item: Value) => fold(read(item))
  const [first, ...others] = elementsOf(input)
  if (first === undefined) return new Undefined('…', 'an empty sequence has no smallest or largest item')
  return others.reduce((best, item) => (ordered(key(item), operator, key(best)) ? item : best), first)
}
