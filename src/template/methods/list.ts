import {fail} from '../failure.ts'
import {equals} from '../value/equality.ts'
import {Instance} from '../value/instance.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {sorted} from '../value/order.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {type MethodTable, method} from './method-table.ts'

export const listMethods: MethodTable<Value[]> = {
  append: method('value', (list, args) => {
    list.push(args.raw('value'))
    return none
  }),
  extend: method('values', (list, args) => {
    list.push(...elementsOf(args.value('values')))
    return none
  }),
  insert: method('index value', (list, args) => {
    list.splice(args.integer('index'), 0, args.raw('value'))
    return none
  }),
  pop: method('index?', (list, args) => {
    const [item] = list.splice(args.integer('index', -1), 1)
    return item ?? fail('there is no item to pop')
  }),
  remove: method('value', (list, args) => {
    list.splice(indexOf(list, args.raw('value')), 1)
    return none
  }),
  clear: method('', list => {
    list.length = 0
    return none
  }),
  reverse: method('', list => {
    list.reverse()
    return none
  }),
  sort: method('key? reverse?', (list, args) => {
    const key = args.optional('key') ?? none
    const order = sorted(list, item => (key === none ? item : applyKey(key, item)), isTrue(args.raw('reverse', false)))
    list.splice(0, list.length, ...order)
    return none
  }),
  copy: method('', list => [...list]),
  count: method('value', (list, args) => BigInt(list.filter(item => equals(item, args.raw('value'))).length)),
  index: method('value start? stop?', (list, args) => {
    const start = args.integer('start', 0)
    const part = list.slice(start, args.integer('stop', list.length))
    return BigInt(indexOf(part, args.raw('value')) + (start < 0 ? Math.max(0, start + list.length) : start))
  }),
}

function indexOf(list: readonly Value[], value: Value): number {
  const index = list.findIndex(item => equals(item, value))
  return index === -1 ? fail('the value is not in the list') : index
}

function applyKey(key: Value, item: Value): Value {
  const result = key instanceof Instance ? key.call({positional: [item], named: new Map()}) : undefined
  return result ?? fail('the key of sort() must be a function')
}
