import {fail} from '../failure.ts'
import {calculate} from '../run/arithmetic.ts'
import {compare, contains} from '../run/operator.ts'
import {routine, type Test, type TestTable} from '../run/routine.ts'
import type {ComparisonOperator} from '../syntax/node.ts'
import {equals} from '../value/equality.ts'
import {asNumber} from '../value/number.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Tests that compare a value with another one. */
export const comparisonTests: TestTable = {
  ...named('==', ['==', 'eq', 'equalto']),
  ...named('!=', ['!=', 'ne']),
  ...named('<', ['<', 'lt', 'lessthan']),
  ...named('<=', ['<=', 'le']),
  ...named('>', ['>', 'gt', 'greaterthan']),
  ...named('>=', ['>=', 'ge']),
  in: routine('seq', (value, args) => contains(args.value('seq'), value)),
  contains: routine('value', (value, args) => contains(value, args.value('value'))),
  odd: routine('', value => equals(remainder(value, 2n), 1n)),
  even: routine('', value => equals(remainder(value, 2n), 0n)),
  divisibleby: routine('num', (value, args) => equals(remainder(value, numberOf(args.value('num'))), 0n)),
}

function named(operator: ComparisonOperator, names: readonly string[]): Record<string, Test> {
  const test: Test = routine('other', (value, args) => compare(operator, value, args.value('other')))
  return Object.fromEntries(names.map(name => [name, test]))
}

function remainder(value: Value, divisor: bigint | number): bigint | number {
  return calculate('%', numberOf(value), divisor)
}

function numberOf(value: Value): bigint | number {
  return asNumber(value) ?? fail(`a number is needed, got ${typeName(value)}`)
}
