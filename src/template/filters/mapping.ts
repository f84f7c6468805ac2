import {fail} from '../failure.ts'
import {itemOf} from '../run/access.ts'
import {type FilterTable, lenient, routine} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText, repr, toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {combine, type ListMerge, listMerges} from './combine.ts'
import {flatten} from './flatten.ts'

/** Filters on mappings. */
export const mappingFilters: FilterTable = {
  combine: routine('*others **options', (input, args) => {
    const {recursive = false, list_merge: listMerge = 'replace', ...others} = Object.fromEntries(args.named)
    if (Object.keys(others).length > 0) fail("combine takes no arguments by name but 'recursive' and 'list_merge'")
    const merge =
      listMerges.find(known => known === toText(listMerge)) ?? fail(`there is no list_merge '${toText(listMerge)}'`)
    return combineAll(flatten([input, ...args.rest], 1, true), isTrue(recursive), merge)
  }),
  dict2items: routine('key_name? value_name?', (input, args) => {
    const [key, value] = [args.text('key_name', 'key'), args.text('value_name', 'value')]
    return entriesOf(input, 'dict2items').map(
      entry =>
        new Dict([
          [key, entry[0]],
          [value, entry[1]],
        ]),
    )
  }),
  items2dict: routine('key_name? value_name?', (input, args) => {
    if (!Array.isArray(input) && !(input instanceof Tuple))
      return fail(`items2dict needs a list, got ${typeName(input)}`)
    const [key, value] = [args.text('key_name', 'key'), args.text('value_name', 'value')]
    return new Dict(elementsOf(input).map(item => [memberOf(item, key), memberOf(item, value)] as const))
  }),
  items: lenient('', input => {
    if (input instanceof Undefined) return []
    return entriesOf(input, 'items').map(entry => new Tuple(entry))
  }),
  extract: routine('container morekeys?', (input, args) => {
    const more = args.value('morekeys', none)
    const keys = [input, ...(more === none ? [] : Array.isArray(more) ? more : [more])]
    return keys.reduce((container, key) => itemOf(container, key, 'extract'), args.raw('container'))
  }),
  rekey_on_member: routine('key duplicates?', (input, args) => {
    const duplicates = args.text('duplicates', 'error')
    if (duplicates !== 'error' && duplicates !== 'overwrite')
      return fail(`rekey_on_member does not know duplicates='${duplicates}'`)
    if (asText(input) !== undefined) return fail('rekey_on_member needs a mapping or a list, got text')
    const result = new Dict()
    for (const item of input instanceof Dict ? input.values() : elementsOf(input)) {
      if (!(item instanceof Dict)) return fail('rekey_on_member needs mappings')
      const key = item.get(args.raw('key')) ?? fail(`the key ${repr(args.raw('key'))} was not found`)
      if (duplicates === 'error' && result.has(key)) return fail(`the key ${repr(key)} is not unique`)
      result.set(key, item)
    }
    return result
  }),
}

function combineAll(terms: readonly Value[], isRecursive: boolean, listMerge: ListMerge): Value {
  const [last = new Dict(), ...others] = [...terms].reverse()
  if (terms.length === 1) return last
  return others.reduce<Value>((high, low) => combine(dictOf(low), dictOf(high), {isRecursive, listMerge}), last)
}

function dictOf(value: Value): Dict {
  if (value instanceof Dict) return value
  return value instanceof Instance && value.isMapping()
    ? new Dict(entriesOf(value, 'combine'))
    : fail(`combine needs mappings, got ${typeName(value)}`)
}

function entriesOf(value: Value, name: string): (readonly [Value, Value])[] {
  if (value instanceof Dict) return value.entries()
  if (!(value instanceof Instance) || !value.isMapping()) return fail(`${name} needs a mapping, got ${typeName(value)}`)
  return elementsOf(value).map(key => [key, value.item(key) ?? none] as const)
}

function memberOf(value: Value, name: string): Value {
  const item = defined(value)
  if (!(item instanceof Dict)) return fail(`items2dict needs a list of mappings, got ${typeName(item)}`)
  return item.get(name) ?? fail(`items2dict needs the key '${name}' in each mapping`)
}
