import type {Service} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'

/** `NAME=value` lines: what the hosts have for good, overridden by the service's own. */
export function environmentLines(service: Service, cluster: Cluster): string[] {
  return Object.entries({...cluster.environment, ...service.environment}).map(([name, value]) => `${name}=${value}`)
}
