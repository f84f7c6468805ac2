import {fail} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import type {Machine} from '../run/machine.ts'
import {type Filter, type FilterTable, routine} from '../run/routine.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {reader} from './attribute-path.ts'

/** Filters that apply another filter or a test to each item. */
export const selectionFilters: FilterTable = {
  map: routine('*args **named', (input, args, machine) => {
    if (!isTrue(input)) return []
    const apply = mapper(args, machine)
    return elementsOf(input).map(apply)
  }),
  select: selection(true, false),
  reject: selection(false, false),
  selectattr: selection(true, true),
  rejectattr: selection(false, true),
}

function mapper(args: Arguments, machine: Machine): (item: Value) => Value {
  const [name, ...positional] = args.rest
  if (name !== undefined) {
    const filter = toText(name)
    return item => machine.filter(filter, item, {positional, named: args.named})
  }
  const {attribute, default: fallback, ...others} = Object.fromEntries(args.named)
  const [surplus] = Object.keys(others)
  if (surplus !== undefined) fail(`map takes no argument named '${surplus}'`)
  return reader(attribute ?? fail('map needs the name of a filter or an attribute'), fallback)
}

function selection(wanted: boolean, hasAttribute: boolean): Filter {
  return routine('*args **named', (input, args, machine) => {
    if (!isTrue(input)) return []
    const [attribute, ...rest] = hasAttribute ? args.rest : [none, ...args.rest]
    const read = reader(attribute ?? fail('the name of an attribute is needed'))
    const [name, ...positional] = rest
    const call = {positional, named: args.named}
    const holds = (item: Value) => (name === undefined ? isTrue(item) : machine.test(toText(name), item, call))
    return elementsOf(input).filter(item => holds(read(item)) === wanted)
  })
}
