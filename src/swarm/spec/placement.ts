import type Docker from 'dockerode'
import type {Service} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'

/** Where tasks may run: the service's own wishes, and the node that holds a volume which is on one node only. */
export function placement(service: Service, cluster: Cluster): Docker.Placement {
  return {
    Constraints: [...service.placement.constraints, ...pinnedNodes(service, cluster).map(atNode)],
    Preferences: service.placement.preferences.map(({spread}) => ({Spread: {SpreadDescriptor: spread}})),
  }
}

/** Names of the nodes a service's volumes tie it to, each once. */
export function pinnedNodes(service: Service, cluster: Cluster): readonly string[] {
  const nodes = service.mounts.map(mount => (mount.type === 'volume' ? cluster.pins.get(mount.source) : undefined))
  return [...new Set(nodes.filter(node => node !== undefined))]
}

function atNode(node: string): string {
  return `node.hostname == ${node}`
}
