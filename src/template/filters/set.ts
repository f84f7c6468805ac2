import {Failure} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import {binary, contains} from '../run/operator.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {equals} from '../value/equality.ts'
import {elementsOf} from '../value/iterate.ts'
import {Members} from '../value/members.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'
import {foldCase, reader} from './attribute-path.ts'

/** Filters that treat lists as sets. Texts and tuples give a set, lists a list in the order of the first. */
export const setFilters: FilterTable = {
  unique: routine('case_sensitive? attribute?', (input, args) => {
    const caseSensitive = args.value('case_sensitive', none)
    return unique(elementsOf(input), {
      isCaseSensitive: isTrue(caseSensitive),
      attribute: args.optional('attribute'),
      isStrict: caseSensitive === false || isTrue(args.value('attribute', none)),
    })
  }),
  intersect: routine('other', (input, args) => {
    const other = args.value('other')
    return select(input, args, item => contains(other, item))
  }),
  difference: routine('other', (input, args) => {
    const other = args.value('other')
    return select(input, args, item => !contains(other, item))
  }),
  union: routine('other', (input, args) => {
    const other = args.value('other')
    if (isHashable(input) && isHashable(other)) return new Members([...elementsOf(input), ...elementsOf(other)])
    return unique(elementsOf(binary('+', input, other)), caseSensitive)
  }),
  symmetric_difference: routine('other', (input, args) => {
    const other = args.value('other')
    const isInBoth = (item: Value) => contains(other, item) && contains(input, item)
    if (isHashable(input) && isHashable(other)) {
      return new Members([...elementsOf(input), ...elementsOf(other)].filter(item => !isInBoth(item)))
    }
    return unique(elementsOf(binary('+', input, other)), caseSensitive).filter(item => !isInBoth(item))
  }),
}

interface UniqueOptions {
  readonly isCaseSensitive: boolean
  readonly attribute: Value | undefined
  /** Whether items that cannot be hashed are an error rather than compared one by one. */
  readonly isStrict: boolean
}

const caseSensitive: UniqueOptions = {isCaseSensitive: true, attribute: undefined, isStrict: false}

function select(input: Value, args: Arguments, holds: (item: Value) => boolean): Value {
  const items = elementsOf(input).filter(holds)
  return isHashable(input) && isHashable(args.value('other')) ? new Members(items) : unique(items, caseSensitive)
}

function unique(items: readonly Value[], {isCaseSensitive, attribute, isStrict}: UniqueOptions): Value[] {
  const read = reader(attribute)
  try {
    const seen = new Dict()
    return items.filter(item => {
      const key = isCaseSensitive ? read(item) : foldCase(read(item))
      const isNew = !seen.has(key)
      seen.set(key, true)
      return isNew
    })
  } catch (error) {
    if (isStrict || !(error instanceof Failure)) throw error
    // Lists and mappings cannot be hashed; Ansible then compares each with each.
    return items.filter((item, index) => !items.slice(0, index).some(earlier => equals(earlier, item)))
  }
}

function isHashable(value: Value): boolean {
  return asText(value) !== undefined || value instanceof Tuple
}
