import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {engineReason} from '../docker/engine-reason.ts'
import {HiveError, reasonOf} from '../error.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'

export interface Manager {
  readonly host: Host
  readonly docker: Docker
}

/**
 * The engine the swarm is told through: the first hive host's, or the next one's that answers as a manager.
 * @throws HiveError of the first hive host when none does.
 */
export async function swarmManager({site, hosts, report}: Session): Promise<Manager> {
  const hives = site.hosts.filter(host => host.isHive).toSorted((one, other) => rank(one) - rank(other))
  const failures: unknown[] = []
  for (const host of hives) {
    try {
      const docker = await hosts.engine(host)
      await askForManager(host, docker)
      return {host, docker}
    } catch (error) {
      failures.push(error)
      report({type: 'warning', target: host.name, text: `Not used as swarm manager: ${reasonOf(error)}`})
    }
  }
  throw failures[0] ?? new HiveError('PHASE_FAILED', `Stage ${site.stage} of ${site.name} has no hive host.`)
}

function rank(host: Host): number {
  return host.isFirstHive ? -1 : host.index
}

async function askForManager(host: Host, docker: Docker): Promise<void> {
  try {
    await docker.swarmInspect()
  } catch (error) {
    if (engineStatus(error) !== 503) throw error
    throw new HiveError('ENGINE_UNAVAILABLE', `${host.name} is no manager of a swarm (${engineReason(error)}).`, {
      cause: error,
      suggestions: ['Run "hive setup-hosts": it makes the swarm.'],
    })
  }
}
