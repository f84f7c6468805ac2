import type {Arguments} from '../run/arguments.ts'
import {routine, type TestTable} from '../run/routine.ts'
import {equals} from '../value/equality.ts'
import {elementsOf} from '../value/iterate.ts'
import {Members} from '../value/members.ts'
import {asNumber} from '../value/number.ts'
import {asText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'

/** Tests on lists as sets, and on truth. */
export const collectionTests: TestTable = {
  ...named(['subset', 'issubset'], (value, other) => isSubset(value, other)),
  ...named(['superset', 'issuperset'], (value, other) => isSubset(other, value)),
  all: routine('', value => elementsOf(value).every(isTrue)),
  any: routine('', value => elementsOf(value).some(isTrue)),
  truthy: routine('convert_bool?', isTruthy),
  falsy: routine('convert_bool?', (value, args) => !isTruthy(value, args)),
  nan: routine('', value => Number.isNaN(value)),
  isnan: routine('', value => Number.isNaN(value)),
}

function named(names: readonly string[], holds: (value: Value, other: Value) => boolean): TestTable {
  const test = routine('other', (value: Value, args: Arguments) => holds(value, args.value('other')))
  return Object.fromEntries(names.map(name => [name, test]))
}

function isSubset(part: Value, whole: Value): boolean {
  const members = new Members(elementsOf(whole))
  return new Members(elementsOf(part)).values().every(member => members.has(member))
}

function isTruthy(value: Value, args: Arguments): boolean {
  if (!args.flag('convert_bool')) return isTrue(value)
  const text = asText(value)?.toLowerCase().trim()
  const number = asNumber(value)
  if (text !== undefined && ['no', 'n', 'off', '0', 'false', 'f', '0.0'].includes(text)) return false
  return number === undefined ? isTrue(value) : !equals(number, 0n)
}
