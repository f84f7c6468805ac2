import type Docker from 'dockerode'
import {HiveError} from '../../error.ts'
import type {Mount, Service} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'
import {durationToNanoseconds} from './duration.ts'
import {publishMode} from './ports.ts'

const failureActions = ['pause', 'continue', 'rollback'] as const

/**
 * How tasks are replaced. Services have no attribute for it; the inventory variable `hive_update_config` (group_vars or
 * host_vars of a service: `failure_action`, `monitor`, `delay`, `parallelism`, `order`) overrides what is chosen here.
 */
export function updateConfig(service: Service, cluster: Cluster): Docker.UpdateConfig {
  const where = `Service ${service.name}, hive_update_config`
  const given = givenConfig(service, where)
  return {
    Parallelism: Number(given.parallelism ?? 1),
    Delay: durationToNanoseconds(String(given.delay ?? '0s'), `${where}.delay`),
    Monitor: durationToNanoseconds(String(given.monitor ?? '5s'), `${where}.monitor`),
    MaxFailureRatio: 0,
    FailureAction: failureAction(given.failure_action, where),
    Order: given.order === undefined ? updateOrder(service, cluster) : String(given.order),
  }
}

/** A new task may start beside the old one unless both would need the same volume or the same port of a host. */
function updateOrder(service: Service, cluster: Cluster): 'start-first' | 'stop-first' {
  const holdsPort = service.ports.some(port => publishMode(port, cluster) === 'host')
  const isOnlyWriter = (service.replicas ?? 1) <= 1 && service.mounts.some(isWritten)
  const mustStop = !cluster.hasIpvs || service.mode === 'global' || holdsPort || isOnlyWriter
  return mustStop ? 'stop-first' : 'start-first'
}

function isWritten({type, readonly}: Mount): boolean {
  return type !== 'tmpfs' && !readonly
}

function givenConfig(service: Service, where: string): Readonly<Record<string, unknown>> {
  const value = service.variables.get('hive_update_config') ?? {}
  if (typeof value === 'object' && !Array.isArray(value)) return {...value}
  throw new HiveError('INVENTORY_INVALID', `${where}: expected a mapping, got ${JSON.stringify(value)}.`)
}

function failureAction(value: unknown, where: string): string {
  if (value === undefined) return 'pause'
  const action = failureActions.find(known => known === value)
  if (action) return action
  const known = failureActions.join(', ')
  throw new HiveError('INVENTORY_INVALID', `${where}.failure_action: expected one of ${known}, got "${value}".`)
}
