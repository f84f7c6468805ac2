import type {PhaseReport} from '../reporter/event.ts'
import type {HostRole, Role} from '../role.ts'
import type {Session} from '../session.ts'
import {rolesOf} from '../setup/role-hosts.ts'
import type {Service} from '../site/site.ts'
import type {PhaseOptions} from './phase.ts'
import {phaseReport} from './phase-report.ts'
import {type Result, setUpHosts} from './set-up-hosts.ts'

/**
 * Tells the hosts what has to be known of each service (whose errors are watched for, what is backed up): the roles
 * that say so of themselves are applied once more. Services that are destroyed count as gone.
 */
export async function followServices(
  session: Session,
  services: readonly Service[],
  {destroy}: PhaseOptions,
): Promise<readonly Result[]> {
  const roles = session.extensions.roles.filter(doesFollow)
  const left = session.site.services.filter(service => !(destroy && services.includes(service)))
  const site = {...session.site, services: left}
  const hosts = site.hosts.filter(host => rolesOf(host, site, roles).length > 0)
  return setUpHosts({...session, site}, hosts, roles)
}

/** The same report with what became of the hosts. */
export function withFollowers(report: PhaseReport, started: number, results: readonly Result[]): PhaseReport {
  return phaseReport({
    ...report,
    started,
    targets: [...report.targets, ...results.map(({target}) => target)],
    changes: [...report.changes, ...results.flatMap(({changes}) => changes)],
  })
}

function doesFollow(role: Role): role is HostRole {
  return role.kind === 'host' && role.followsServices === true
}
