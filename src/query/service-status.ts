import type Docker from 'dockerode'
import {reasonOf} from '../error.ts'
import type {Session} from '../session.ts'
import {swarmManager} from '../swarm/manager.ts'

export interface ServiceStatus {
  readonly name: string
  /** Tasks that run, and that should; both 0 for a service that is not deployed. */
  readonly running: number
  readonly wanted: number
  readonly isDeployed: boolean
  /** The image it runs, without its digest. */
  readonly image?: string
}

/** What was found out, and what could not be. */
export interface Answer<T> {
  readonly found: readonly T[]
  readonly problems: readonly string[]
}

/** How many tasks of each service run. Nobody is asked while no hive host can be reached: the hosts say that already. */
export async function serviceStatuses(
  session: Session,
  reachable: ReadonlySet<string>,
): Promise<Answer<ServiceStatus>> {
  const {site} = session
  const hosts = site.hosts.filter(host => host.isHive && reachable.has(host.name))
  if (hosts.length === 0) return {found: site.services.map(({name}) => missing(name)), problems: []}
  try {
    const {docker} = await swarmManager({...session, site: {...site, hosts}, report: () => {}})
    const found = new Map((await docker.listServices({status: true})).map(service => [service.Spec?.Name, service]))
    return {found: site.services.map(({name}) => statusOf(name, found.get(name))), problems: []}
  } catch (error) {
    return {
      found: site.services.map(({name}) => missing(name)),
      problems: [`The swarm could not be asked: ${reasonOf(error)}`],
    }
  }
}

function missing(name: string): ServiceStatus {
  return {name, running: 0, wanted: 0, isDeployed: false}
}

function statusOf(name: string, service: Docker.Service | undefined): ServiceStatus {
  if (service === undefined) return missing(name)
  const {RunningTasks: running = 0, DesiredTasks: wanted = 0} = service.ServiceStatus ?? {}
  const template = service.Spec?.TaskTemplate
  const image = template !== undefined && 'ContainerSpec' in template ? template.ContainerSpec?.Image : undefined
  return {name, running, wanted, isDeployed: true, ...(image !== undefined && {image: image.replace(/@.*$/, '')})}
}
