import {fail} from '../failure.ts'
import {routine, type Test, type TestTable} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {compareLoose} from '../version/loose.ts'
import {comparePep440} from '../version/pep440.ts'
import {compareSemantic} from '../version/semantic.ts'
import {compareStrict} from '../version/strict.ts'

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  ...named(['==', '=', 'eq'], order => order === 0),
  ...named(['!=', '<>', 'ne'], order => order !== 0),
  ...named(['<', 'lt'], order => order < 0),
  ...named(['<=', 'le'], order => order <= 0),
  ...named(['>', 'gt'], order => order > 0),
  ...named(['>=', 'ge'], order => order >= 0),
}

const comparisons: Readonly<Record<string, (left: string, right: string) => number>> = {
  loose: compareLoose,
  strict: compareStrict,
  semver: compareSemantic,
  semantic: compareSemantic,
  pep440: comparePep440,
}

const version: Test = routine('version operator? strict? version_type?', (value, args) => {
  const [strict, type] = [args.value('strict', none), args.value('version_type', none)]
  if (strict !== none && type !== none) return fail("version takes 'strict' or 'version_type', not both")
  if (!isTrue(value) || !isTrue(args.value('version'))) return fail('a version to compare cannot be empty')
  const name = isTrue(strict) ? 'strict' : isTrue(type) ? toText(type) : 'loose'
  const compare =
    comparisons[name] ??
    fail(`there is no version type '${name}'; the types are ${Object.keys(comparisons).join(', ')}`)
  const operator = args.text('operator', 'eq')
  const holds = operators[operator] ?? fail(`version does not know the operator '${operator}'`)
  return holds(compare(toText(value), toText(args.value('version'))))
})

/** Tests that compare versions. */
export const versionTests: TestTable = {version, version_compare: version}

function named(
  names: readonly string[],
  holds: (order: number) => boolean,
): Record<string, (order: number) => boolean> {
  return Object.fromEntries(names.map(name => [name, holds]))
}
