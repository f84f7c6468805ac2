import type {TestTable} from '../run/routine.ts'
import {comparisonTests} from './comparison.ts'
import {kindTests} from './kind.ts'
import {regexTests} from './regex.ts'

/** Every test by its name. */
export const tests: TestTable = {
  ...comparisonTests,
  ...kindTests,
  ...regexTests,
}
