import {elementsOf} from '../value/iterate.ts'
import {Members} from '../value/members.ts'
import {type MethodTable, method} from './method-table.ts'

export const setMethods: MethodTable<Members> = {
  union: method('other', (set, args) => new Members([...set.values(), ...elementsOf(args.value('other'))])),
  intersection: method('other', (set, args) => {
    const other = new Members(elementsOf(args.value('other')))
    return new Members(set.values().filter(member => other.has(member)))
  }),
  difference: method('other', (set, args) => {
    const other = new Members(elementsOf(args.value('other')))
    return new Members(set.values().filter(member => !other.has(member)))
  }),
  issubset: method('other', (set, args) => {
    const other = new Members(elementsOf(args.value('other')))
    return set.values().every(member => other.has(member))
  }),
  issuperset: method('other', (set, args) => elementsOf(args.value('other')).every(member => set.has(member))),
  copy: method('', set => new Members(set.values())),
}
