import {runOnHosts} from '../engine/run-on-hosts.ts'
import {reasonWithAdvice} from '../error.ts'
import type {Facts, HostRole} from '../role.ts'
import type {Session} from '../session.ts'
import {rolesOf} from '../setup/role-hosts.ts'
import {setUpHost} from '../setup/set-up-host.ts'
import type {Host} from '../site/site.ts'
import {secondsSince, type TargetResult, targetReport} from './phase-report.ts'

/** What became of a host, the mother or the cluster. */
export interface Result extends TargetResult {
  /** What a host that was set up had said; its roles' own under their names. */
  readonly facts?: Facts
}

/** Brings each host to where its roles want it; one that fails is a result like the others. */
export async function setUpHosts(
  session: Session,
  hosts: readonly Host[],
  roles: readonly HostRole[],
): Promise<Result[]> {
  const {site, report} = session
  const warned = new Map<string, string[]>()
  const work = hosts.map(host => ({host, roles: rolesOf(host, site, roles)})).filter(item => item.roles.length > 0)
  const results = await runOnHosts(work, site.settings.forks, async ({host, roles}) => {
    const started = Date.now()
    try {
      const {outcome, facts, warnings} = await setUpHost(session, host, roles)
      for (const text of warnings) warned.set(text, [...(warned.get(text) ?? []), host.name])
      const {skipped, changes, needsReboot, needsReconnect, ...target} = outcome
      return {target, changes, facts}
    } catch (error) {
      session.signal.throwIfAborted()
      return {target: targetReport(host.name, 'failed', secondsSince(started), reasonWithAdvice(error)), changes: []}
    }
  })
  for (const [text, names] of warned) report({type: 'warning', target: names.toSorted().join(', '), text})
  return results
}
