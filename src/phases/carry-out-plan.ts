import {HiveError, reasonWithAdvice} from '../error.ts'
import type {RoleChange} from '../role.ts'
import type {Session} from '../session.ts'
import {carryOut} from '../setup/carry-out.ts'
import {secondsSince, targetReport} from './phase-report.ts'
import type {Result} from './set-up-hosts.ts'

/**
 * Makes what a role plans, or tells it in check mode; a failure is a result like the others, under the role's name. No
 * plan, no result.
 */
export async function carryOutPlan(
  session: Session,
  name: string,
  plan: () => Promise<readonly RoleChange[] | undefined>,
): Promise<Result | undefined> {
  const started = Date.now()
  try {
    const planned = await plan()
    if (planned === undefined) return undefined
    const {changes, failure} = await carryOut(session, planned)
    const right = session.checkMode ? 'would-change' : 'changed'
    const outcome = failure !== undefined ? 'failed' : changes.length > 0 ? right : 'ok'
    const message = failure && reasonWithAdvice(failure.error)
    const target = targetReport(name, outcome, secondsSince(started), message)
    return {target: {...target, changed: changes.length}, changes}
  } catch (error) {
    session.signal.throwIfAborted()
    const isTooEarly = session.checkMode && error instanceof HiveError && error.code === 'ENGINE_UNAVAILABLE'
    const message = isTooEarly
      ? `It can be looked at when the engines run. ${reasonWithAdvice(error)}`
      : reasonWithAdvice(error)
    return {
      target: targetReport(name, isTooEarly ? 'skipped' : 'failed', secondsSince(started), message),
      changes: [],
    }
  }
}
