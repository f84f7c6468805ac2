import type {Change} from '../change.ts'
import {reasonOf} from '../error.ts'
import type {RunEvent} from '../reporter/event.ts'
import type {Session} from '../session.ts'

/** Tells changes that are made together, before and after the work; in check mode they are told and not made. */
export async function announce(
  {report, checkMode}: Session,
  changes: readonly Change[],
  work: () => Promise<void>,
): Promise<void> {
  const tell = (outcome: Extract<RunEvent, {type: 'change'}>['outcome'], message?: string) => {
    for (const change of changes) report({type: 'change', change, outcome, message})
  }
  if (checkMode) return tell('planned')
  tell('started')
  try {
    await work()
    tell('done')
  } catch (error) {
    tell('failed', reasonOf(error))
    throw error
  }
}
