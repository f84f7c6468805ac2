import type {TestTable} from '../run/routine.ts'
import {collectionTests} from './collection.ts'
import {comparisonTests} from './comparison.ts'
import {fileTests} from './file.ts'
import {kindTests} from './kind.ts'
import {regexTests} from './regex.ts'
import {resultTests} from './result.ts'
import {uriTests} from './uri.ts'
import {versionTests} from './version.ts'

/** Every test by its name. */
export const tests: TestTable = {
  ...comparisonTests,
  ...collectionTests,
  ...fileTests,
  ...resultTests,
  ...uriTests,
  ...versionTests,
  ...kindTests,
  ...regexTests,
}
