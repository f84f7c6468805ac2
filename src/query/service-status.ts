import {reasonOf} from '../error.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import {swarmManager} from '../swarm/manager.ts'
import type {SwarmNode} from '../swarm/swarm-node.ts'
import {type PublishedRequest, publishedAddresses} from './published-addresses.ts'

export interface ServiceStatus {
  readonly name: string
  /** Tasks that run, and that should; both 0 for a service that is not deployed. */
  readonly running: number
  readonly wanted: number
  readonly isDeployed: boolean
  /** The image it runs, without its digest. */
  readonly image?: string
  /** Where its published ports answer, `<address>:<port>/<protocol>`. */
  readonly published: readonly string[]
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
    const [services, tasks, nodes] = await Promise.all([
      docker.listServices({status: true}),
      docker.listTasks({filters: {'desired-state': ['running']}}),
      docker.listNodes(),
    ])
    const addresses = addressesOf(nodes, hosts)
    const found = new Map(services.map(service => [service.Spec?.Name, service]))
    const status = (name: string) => {
      const service = found.get(name)
      return service === undefined ? missing(name) : statusOf(name, {service, tasks, addresses})
    }
    return {found: site.services.map(({name}) => status(name)), problems: []}
  } catch (error) {
    return {
      found: site.services.map(({name}) => missing(name)),
      problems: [`The swarm could not be asked: ${reasonOf(error)}`],
    }
  }
}

function missing(name: string): ServiceStatus {
  return {name, running: 0, wanted: 0, isDeployed: false, published: []}
}

/** Addresses of the hosts by their nodes' ids, in the order of the hosts. */
function addressesOf(nodes: readonly SwarmNode[], hosts: readonly Host[]): ReadonlyMap<string, string> {
  return new Map(
    hosts.flatMap(({shortName, address}) => {
      const node = nodes.find(each => each.Description?.Hostname === shortName)
      return node === undefined ? [] : [[node.ID, address] as const]
    }),
  )
}

function statusOf(name: string, request: PublishedRequest): ServiceStatus {
  const {service} = request
  const {RunningTasks: running = 0, DesiredTasks: wanted = 0} = service.ServiceStatus ?? {}
  const template = service.Spec?.TaskTemplate
  const image = template !== undefined && 'ContainerSpec' in template ? template.ContainerSpec?.Image : undefined
  return {
    name,
    running,
    wanted,
    isDeployed: true,
    ...(image !== undefined && {image: image.replace(/@.*$/, '')}),
    published: publishedAddresses(request),
  }
}
