import type {ChangeAction} from '../change.ts'
import type {PlannedPhase} from './planned-phases.ts'

/** What GitLab's `terraform` report wants of a plan, and shows in the merge request. */
export interface Counts {
  readonly create: number
  readonly update: number
  readonly delete: number
}

/** How many things a plan would make, change and remove; what is replaced is removed and made. */
export function countsOf(phases: readonly PlannedPhase[]): Counts {
  const actions = phases.flatMap(({changes}) => changes.map(({action}) => action))
  const count = (wanted: readonly ChangeAction[]) => actions.filter(action => wanted.includes(action)).length
  return {
    create: count(['create', 'replace']),
    update: count(['update', 'start', 'stop', 'run']),
    delete: count(['remove', 'replace']),
  }
}
