import type {Change} from '../change.ts'
import {reasonOf} from '../error.ts'
import type {RoleChange} from '../role.ts'
import type {Session} from '../session.ts'

interface Failure {
  readonly error: unknown
}

export interface Carried {
  /** In check mode what would be done, else what was. */
  readonly changes: readonly Change[]
  /** What ended it before the last change; the rest was not tried. */
  readonly failure?: Failure
}

/** Makes a role's changes in their order, or tells them in check mode. Throws only when the run is interrupted. */
export async function carryOut(session: Session, planned: readonly RoleChange[]): Promise<Carried> {
  const {report, checkMode} = session
  const done: Change[] = []
  for (const {apply, ...change} of planned) {
    if (checkMode) {
      report({type: 'change', change, outcome: 'planned'})
    } else {
      report({type: 'change', change, outcome: 'started'})
      const failure = await tried(session, apply)
      if (failure !== undefined) {
        report({type: 'change', change, outcome: 'failed', message: reasonOf(failure.error)})
        return {changes: done, failure}
      }
      report({type: 'change', change, outcome: 'done'})
    }
    done.push(change)
  }
  return {changes: done}
}

async function tried({signal}: Session, apply: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await apply()
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return {error}
  }
}
