import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'

/** The items of a list with the lists inside it opened, all of them or as many levels as given. */
export function flatten(items: readonly Value[], levels: number | undefined, skipsNulls: boolean): Value[] {
  return items.flatMap(item => {
    if (skipsNulls && isNull(item)) return []
    const isList = Array.isArray(item) || item instanceof Tuple
    if (!isList || (levels !== undefined && levels < 1)) return [item]
    return flatten(elementsOf(item), levels === undefined ? undefined : levels - 1, skipsNulls)
  })
}

function isNull(item: Value): boolean {
  const text = asText(defined(item))
  return item === none || text === 'None' || text === 'null'
}
