import type {Service} from '../../site/site.ts'
import {standaloneCapabilities} from './standalone.ts'

/** Capabilities to add: the service's own, then what systemd needs and the service does not name. */
export function addedCapabilities(service: Service): string[] {
  if (!service.standalone) return [...service.capAdd]
  const own = new Set(service.capAdd.map(capabilityName))
  return [...service.capAdd, ...standaloneCapabilities.filter(name => !own.has(capabilityName(name)))]
}

/** One spelling for a capability: the kernel's, `CAP_NET_ADMIN`. `ALL` has no prefix. */
export function capabilityName(text: string): string {
  const name = text.toUpperCase()
  return name === 'ALL' || name.startsWith('CAP_') ? name : `CAP_${name}`
}
