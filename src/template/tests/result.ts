import {fail} from '../failure.ts'
import {routine, type Test, type TestTable} from '../run/routine.ts'
import {Dict} from '../value/dict.ts'
import {equals} from '../value/equality.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'

/** Tests on the registered result of a task. */
export const resultTests: TestTable = {
  ...named(['failed', 'failure'], result => isSet(result, 'failed')),
  ...named(['succeeded', 'success', 'successful'], result => !isSet(result, 'failed')),
  ...named(['unreachable'], result => isSet(result, 'unreachable')),
  ...named(['reachable'], result => !isSet(result, 'unreachable')),
  ...named(['changed', 'change'], isChanged),
  ...named(['skipped', 'skip'], result => isSet(result, 'skipped')),
  ...named(['started'], result => equals(result.get('started') ?? 1n, 1n)),
  ...named(['finished'], result => equals(result.get('finished') ?? 1n, 1n)),
}

function named(names: readonly string[], holds: (result: Dict) => boolean): TestTable {
  const entries = names.map((name): [string, Test] => [name, routine('', value => holds(resultOf(value, name)))])
  return Object.fromEntries(entries)
}

function resultOf(value: Value, name: string): Dict {
  return value instanceof Dict ? value : fail(`the test '${name}' needs the result of a task`)
}

function isSet(result: Dict, key: string): boolean {
  return isTrue(result.get(key) ?? false)
}

function isChanged(result: Dict): boolean {
  const results = result.get('results')
  if (result.has('changed') || !Array.isArray(results)) return isSet(result, 'changed')
  return results[0] instanceof Dict && results.some(item => item instanceof Dict && isSet(item, 'changed'))
}
