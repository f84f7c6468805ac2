import type {ClusterRole} from '../role.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import {carryOutPlan} from './carry-out-plan.ts'
import {targetReport} from './phase-report.ts'
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
  if (missing.length === 0) {
    const result = await carryOutPlan(session, role.name, () => role.plan(session, hives))
    return result === undefined ? [] : [result]
  }
  const message = `Left alone, because it needs ${missing.join(', ')}, which failed.`
  return [{target: targetReport(role.name, 'skipped', 0, message), changes: []}]
}
