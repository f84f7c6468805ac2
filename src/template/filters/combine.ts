import {contains} from '../run/operator.ts'
import {Dict} from '../value/dict.ts'
import {equals} from '../value/equality.ts'
import type {Value} from '../value/value.ts'

/** What becomes of two lists under the same key. `_rp` removes from the lower one what the higher one has. */
export const listMerges = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'] as const
export type ListMerge = (typeof listMerges)[number]

export interface CombineOptions {
  readonly isRecursive: boolean
  readonly listMerge: ListMerge
}

/** A new mapping with the entries of both; those of `high` win. */
export function combine(low: Dict, high: Dict, options: CombineOptions): Dict {
  if (low.size === 0 || equals(low, high)) return new Dict(high.entries())
  const result = new Dict(low.entries())
  for (const [key, value] of high.entries()) {
    const present = low.get(key)
    result.set(key, present === undefined ? value : merge(present, value, options))
  }
  return result
}

function merge(low: Value, high: Value, options: CombineOptions): Value {
  if (low instanceof Dict && high instanceof Dict) return options.isRecursive ? combine(low, high, options) : high
  return Array.isArray(low) && Array.isArray(high) ? mergeLists(low, high, options.listMerge) : high
}

function mergeLists(low: Value[], high: Value[], how: ListMerge): Value[] {
  const remaining = low.filter(item => !how.endsWith('_rp') || !contains(high, item))
  if (how === 'keep') return low
  if (how.startsWith('append')) return [...remaining, ...high]
  return how.startsWith('prepend') ? [...high, ...remaining] : high
}
