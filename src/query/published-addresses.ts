import type Docker from 'dockerode'
import type {Task} from '../swarm/converge/task.ts'

export interface PublishedRequest {
  readonly service: Pick<Docker.Service, 'ID' | 'Spec' | 'ServiceStatus'>
  /** Tasks of any service. */
  readonly tasks: readonly Task[]
  /** Address of each swarm node by its id. */
  readonly addresses: ReadonlyMap<string, string>
}

/**
 * Where a service's published ports answer, `<address>:<port>/<protocol>`: on every node through the routing mesh, on
 * the nodes its tasks run on where the port is the host's own.
 */
export function publishedAddresses({service, tasks, addresses}: PublishedRequest): string[] {
  const ports = service.Spec?.EndpointSpec?.Ports ?? []
  const own = tasks.filter(task => task.ServiceID === service.ID && task.Status.State === 'running')
  const ownNodes = new Set(own.map(({NodeID}) => NodeID))
  return ports.flatMap(({PublishedPort, PublishMode, Protocol}) =>
    [...addresses]
      .filter(([node]) => PublishMode !== 'host' || ownNodes.has(node))
      .map(([, address]) => `${address}:${PublishedPort}/${Protocol}`),
  )
}
