import {HiveError} from '@hive-ci/cli'
import type {Place} from './node.ts'

/** A pipeline that cannot be put together, told with the line it is written on. */
export function pipelineError({file, line}: Place, what: string, ...suggestions: readonly string[]): HiveError {
  return new HiveError('USAGE', `${file}:${line}: ${what}`, {suggestions})
}
