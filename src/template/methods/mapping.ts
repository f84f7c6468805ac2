import {fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {repr} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'
import {View} from '../value/view.ts'
import {type MethodTable, method} from './method-table.ts'

export const mappingMethods: MethodTable<Dict> = {
  keys: method('', dict => new View('dict_keys', () => dict.keys())),
  values: method('', dict => new View('dict_values', () => dict.values())),
  items: method('', dict => new View('dict_items', () => dict.entries().map(entry => new Tuple(entry)))),
  get: method('key default?', (dict, args) => dict.get(args.raw('key')) ?? args.raw('default', none)),
  copy: method('', dict => new Dict(dict.entries())),
  pop: method('key default?', (dict, args) => {
    const key = args.raw('key')
    const value = dict.get(key) ?? args.optional('default')
    dict.delete(key)
    return value ?? fail(`the mapping has no key ${repr(key)} to pop`)
  }),
  popitem: method('', dict => {
    const entry = dict.entries().at(-1) ?? fail('the mapping is empty, there is nothing to pop')
    dict.delete(entry[0])
    return new Tuple(entry)
  }),
  setdefault: method('key default?', (dict, args) => {
    const key = args.raw('key')
    if (!dict.has(key)) dict.set(key, args.raw('default', none))
    return dict.get(key) ?? none
  }),
  update: method('other? **entries', (dict, args) => {
    const other = args.optional('other')
    const entries = other === undefined ? [] : entriesOf(other)
    for (const [key, value] of [...entries, ...args.named]) dict.set(key, value)
    return none
  }),
  clear: method('', dict => {
    dict.clear()
    return none
  }),
  fromkeys: method('keys value?', (_dict, args) => {
    const value = args.raw('value', none)
    return new Dict(elementsOf(args.value('keys')).map(key => [key, value] as const))
  }),
}

/** The entries of a mapping or of a list of pairs, as `dict()` takes them. */
export function entriesOf(value: Value): (readonly [Value, Value])[] {
  if (value instanceof Dict) return value.entries()
  return elementsOf(value).map(pair => {
    const [key, item, ...others] = elementsOf(pair)
    if (key === undefined || item === undefined || others.length > 0) return fail('a mapping is made of pairs')
    return [key, item] as const
  })
}
