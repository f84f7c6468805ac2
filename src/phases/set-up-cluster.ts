import {HiveError, reasonWithAdvice} from '../error.ts'
import type {ClusterRole} from '../role.ts'
import type {Session} from '../session.ts'
import {carryOut} from '../setup/carry-out.ts'
import type {Host} from '../site/site.ts'
import {secondsSince, targetReport} from './phase-report.ts'
import type {Result} from './set-up-hosts.ts'

/** Brings the cluster to where a role wants it, unless one of its hosts failed before. */
export async function setUpCluster(
  session: Session,
  hosts: readonly Host[],
  role: ClusterRole,
  failed: readonly string[],
): Promise<Result[]> {
  const hives = hosts.filter(host => host.isHive)
  if (hives.length === 0) return []
  const missing = hives.map(host => host.name).filter(name => failed.includes(name))
  if (missing.length === 0) return [await run(session, hives, role)]
  const message = `Left alone, because it needs ${missing.join(', ')}, which failed.`
  return [{target: targetReport(role.name, 'skipped', 0, message), changes: []}]
}

async function run(session: Session, hives: readonly Host[], role: ClusterRole): Promise<Result> {
  const started = Date.now()
  try {
    const {changes, failure} = await carryOut(session, await role.plan(session, hives))
    const right = session.checkMode ? 'would-change' : 'changed'
    const outcome = failure !== undefined ? 'failed' : changes.length > 0 ? right : 'ok'
    const message = failure && reasonWithAdvice(failure.error)
    const target = targetReport(role.name, outcome, secondsSince(started), message)
    return {target: {...target, changed: changes.length}, changes}
  } catch (error) {
    session.signal.throwIfAborted()
    const isTooEarly = session.checkMode && error instanceof HiveError && error.code === 'ENGINE_UNAVAILABLE'
    const message = isTooEarly
      ? `It can be looked at when the engines run. ${reasonWithAdvice(error)}`
      : reasonWithAdvice(error)
    return {
      target: targetReport(role.name, isTooEarly ? 'skipped' : 'failed', secondsSince(started), message),
      changes: [],
    }
  }
}
