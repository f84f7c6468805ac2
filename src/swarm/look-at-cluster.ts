import {hasIpvs} from '../docker/capability.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import type {Cluster} from './cluster.ts'
import {inheritedEnvironment} from './host-environment.ts'

/** Asks the first hive host for what decides how services are deployed; all questions go at once. */
export async function lookAtCluster(
  session: Session,
  firstHive: Host,
  pins: ReadonlyMap<string, string>,
): Promise<Cluster> {
  const connection = await session.hosts.connect(firstHive)
  const [isThere, environment] = await Promise.all([
    hasIpvs(connection),
    connection.exec('cat /etc/environment 2>/dev/null || :'),
  ])
  return {
    hasIpvs: isThere,
    environment: inheritedEnvironment(environment.stdout, session.site),
    hasLogServer: session.extensions.roles.some(role => role.kind === 'host' && role.provides === 'log-server'),
    pins,
  }
}

/** What a user must know where the kernel has no IPVS; said once. */
export const noIpvsWarning =
  'The kernel of the hive hosts has no IPVS, so this swarm has no virtual addresses and no routing mesh. Services are found ' +
  'by the addresses of their tasks (endpoint_mode dnsrr), published ports answer only on the hosts where tasks run (mode ' +
  'host), a service with published ports can have at most one task per host, and updates stop the old task before the new one starts.'
