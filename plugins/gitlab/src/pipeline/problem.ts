import {HiveError} from '@hive-ci/cli'
import type {Place} from './node.ts'

/** A pipeline that cannot be put together, told with the line it is written on, where it is written in a file. */
export function pipelineError({file, line}: Place, what: string, ...suggestions: readonly string[]): HiveError {
  const where = line === 0 ? file : `${file}:${line}`
  return new HiveError('USAGE', `${where}: ${what}`, {suggestions})
}
