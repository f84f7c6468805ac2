import type {Job} from './job.ts'
import {at, entries, items, type Node, text} from './node.ts'

/** The stages of the inventory a job works on, where they are written: values of `HIVE_STAGE`, those of a matrix included. */
export function hiveStagesOf({node}: Job): readonly Node[] {
  const variable = at(node, 'variables', 'HIVE_STAGE')
  const matrix = items(at(node, 'parallel', 'matrix')).flatMap(row => items(entries(row).get('HIVE_STAGE')))
  // A matrix is nearer to the job than its variables.
  const found = matrix.length > 0 ? matrix : items(variable)
  return found.map(stage => at(stage, 'value') ?? stage).filter(stage => text(stage) !== undefined)
}
