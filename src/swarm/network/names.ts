import type Docker from 'dockerode'
import type {NetworkName} from '../diff/view.ts'

/** Names of the swarm's networks, by id and by name: specs use both. */
export function networkNamer(networks: readonly Docker.NetworkInspectInfo[]): NetworkName {
  const names = new Map(networks.map(({Id, Name}) => [Id, Name]))
  return target => names.get(target) ?? target
}

/** Every network of the swarm. */
export function listSwarmNetworks(docker: Docker): Promise<Docker.NetworkInspectInfo[]> {
  return docker.listNetworks({filters: {scope: ['swarm']}})
}
