import {fail} from '../failure.ts'
import {randomSource, shuffled} from '../random/source.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {elementsOf, elementsOrUndefined} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'

/** Filters that choose at random; with a seed they choose what Ansible chooses. */
export const randomFilters: FilterTable = {
  random: routine('start? step? seed?', (input, args) => {
    const source = randomSource(args.value('seed', none))
    const [start, step] = [args.value('start', none), args.value('step', none)]
    const end = asInteger(input)
    if (end !== undefined) {
      const from = isTrue(start) ? args.integer('start') : 0
      const by = isTrue(step) ? args.integer('step') : 1
      const count = Math.ceil((Number(end) - from) / by)
      return count > 0 ? BigInt(from + by * source.below(count)) : fail('random has nothing to choose from')
    }
    if (isTrue(start) || isTrue(step)) return fail('random takes start and step for integers only')
    return pick(input, limit => source.below(limit))
  }),
  shuffle: routine('seed?', (input, args) => {
    const seed = args.value('seed', none)
    const items = elementsOrUndefined(input)
    return items ? shuffled(items, randomSource(isTrue(seed) ? seed : none)) : input
  }),
}

function pick(input: Value, below: (limit: number) => number): Value {
  if (input instanceof Dict) return fail('random cannot choose from a mapping')
  const items = elementsOf(input)
  if (items.length === 0) return fail('random has nothing to choose from')
  return items[below(items.length)] ?? fail('random has nothing to choose from')
}
