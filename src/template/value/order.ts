import {fail} from '../failure.ts'
import {equals} from './equality.ts'
import {Instance} from './instance.ts'
import {Members} from './members.ts'
import {asNumber} from './number.ts'
import {asText} from './text.ts'
import {Tuple} from './tuple.ts'
import {typeName} from './type-name.ts'
import {defined} from './undefined-use.ts'
import type {Value} from './value.ts'

export type OrderOperator = '<' | '<=' | '>' | '>='

/** `left < right` and its relatives. Throws for values Python cannot order. */
export function ordered(left: Value, operator: OrderOperator, right: Value): boolean {
  if (left instanceof Members && right instanceof Members) return orderedSets(left, operator, right)
  const order = compare(defined(left), defined(right))
  if (order === undefined) {
    fail(`'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`)
  }
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

/** A copy sorted as `sorted()` does: stable, by `key`, equal ones in their first order even when reversed. */
export function sorted<T>(items: readonly T[], key: (item: T) => Value, reverse = false): T[] {
  const keyed = items.map(item => ({item, key: key(item)}))
  keyed.sort((left, right) => (reverse ? -1 : 1) * sign(left.key, right.key))
  return keyed.map(({item}) => item)
}

function sign(left: Value, right: Value): number {
  if (ordered(left, '<', right)) return -1
  return ordered(right, '<', left) ? 1 : 0
}

function compare(left: Value, right: Value): number | undefined {
  const text = asText(left)
  const otherText = asText(right)
  if (text !== undefined && otherText !== undefined) return compareTexts(text, otherText)
  const number = asNumber(left)
  const otherNumber = asNumber(right)
  if (number !== undefined && otherNumber !== undefined) return compareNumbers(number, otherNumber)
  if (Array.isArray(left) && Array.isArray(right)) return compareItems(left, right)
  if (left instanceof Tuple && right instanceof Tuple) return compareItems(left.items, right.items)
  if (left instanceof Instance && right instanceof Instance) return left.compare(right)
  return undefined
}

function compareNumbers(left: bigint | number, right: bigint | number): number {
  if (left < right) return -1
  if (left > right) return 1
  // NaN is neither smaller, larger nor equal, so that no comparison with it holds.
  return Number.isNaN(left) || Number.isNaN(right) ? NaN : 0
}

/** By code points, as Python orders text; JavaScript's own order is by UTF-16 units. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const difference = (left.codePointAt(index) ?? 0) - (right.codePointAt(index) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareItems(left: readonly Value[], right: readonly Value[]): number | undefined {
  for (const [index, item] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (!equals(item, other)) return ordered(item, '<', other) ? -1 : 1
  }
  return left.length === right.length ? 0 : -1
}

function orderedSets(left: Members, operator: OrderOperator, right: Members): boolean {
  if (operator === '>' || operator === '>=') return orderedSets(right, operator === '>' ? '<' : '<=', left)
  const isSubset = left.values().every(member => right.has(member))
  return isSubset && (operator === '<=' || left.size < right.size)
}
