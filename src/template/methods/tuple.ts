import {fail} from '../failure.ts'
import {equals} from '../value/equality.ts'
import type {Tuple} from '../value/tuple.ts'
import {type MethodTable, method} from './method-table.ts'

export const tupleMethods: MethodTable<Tuple> = {
  count: method('value', (tuple, args) => BigInt(tuple.items.filter(item => equals(item, args.raw('value'))).length)),
  index: method('value', (tuple, args) => {
    const index = tuple.items.findIndex(item => equals(item, args.raw('value')))
    return index === -1 ? fail('the value is not in the tuple') : BigInt(index)
  }),
}
