import {Bytes} from './bytes.ts'
import {Dict} from './dict.ts'
import {Instance} from './instance.ts'
import {Members} from './members.ts'
import {asNumber} from './number.ts'
import {asText} from './text.ts'
import {Tuple} from './tuple.ts'
import {Undefined} from './undefined.ts'
import {refuseUndefined} from './undefined-use.ts'
import type {Value} from './value.ts'

/** `left == right`. Numbers compare by value across int, float and bool. Throws for undefined values. */
export function equals(left: Value, right: Value): boolean {
  if (left instanceof Undefined) return refuseUndefined(left)
  if (right instanceof Undefined) return refuseUndefined(right)
  const text = asText(left)
  if (text !== undefined) return text === asText(right)
  const number = asNumber(left)
  if (number !== undefined) return equalNumbers(number, asNumber(right))
  if (left === right) return true
  if (Array.isArray(left)) return Array.isArray(right) && equalItems(left, right)
  if (left instanceof Tuple) return right instanceof Tuple && equalItems(left.items, right.items)
  if (left instanceof Dict) return right instanceof Dict && equalEntries(left, right)
  if (left instanceof Members) return right instanceof Members && equalMembers(left, right)
  if (left instanceof Bytes) return right instanceof Bytes && left.content.equals(right.content)
  return left instanceof Instance && right instanceof Instance && equalInstances(left, right)
}

function equalNumbers(left: bigint | number, right: bigint | number | undefined): boolean {
  // Order compares a bigint with a number by value, which strict equality does not.
  return right !== undefined && left <= right && left >= right
}

function equalItems(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false
  return left.every((item, index) => {
    const other = right[index]
    return other !== undefined && (item === other || equals(item, other))
  })
}

function equalEntries(left: Dict, right: Dict): boolean {
  if (left.size !== right.size) return false
  return left.entries().every(([key, value]) => {
    const other = right.get(key)
    return other !== undefined && equals(value, other)
  })
}

function equalMembers(left: Members, right: Members): boolean {
  return left.size === right.size && left.values().every(member => right.has(member))
}

function equalInstances(left: Instance, right: Instance): boolean {
  const identity = left.identity()
  return identity !== undefined && identity === right.identity()
}
