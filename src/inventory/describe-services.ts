import {allocateDevices} from './device-ids.ts'
import type {InventoryEntry} from './entry.ts'
import {networkEntries} from './network-entries.ts'
import {portRequests} from './ports.ts'
import type {Problem} from './problem.ts'
import {allocatePorts, type NumberMap} from './published-ports.ts'
import {serviceEntries} from './service-entries.ts'
import {type ReadService, type ReadServices, servicesOf} from './services.ts'
import {servicesProblems} from './services-problems.ts'
import {deviceRequests} from './volume-entries.ts'

/** What was given out before. */
export interface GivenOut {
  readonly publishedPorts: NumberMap
  readonly deviceIds: NumberMap
}

export interface DescribedServices extends GivenOut {
  /** Entries of each file, in its order. */
  readonly entries: ReadonlyMap<ReadServices, readonly InventoryEntry[]>
  readonly problems: readonly Problem[]
}

/** What the services files describe, with ports and device ids given out over all of them. */
export function describeServices(files: readonly ReadServices[], before: GivenOut): DescribedServices {
  const services = new Map(files.map(file => [file, servicesOf(file)]))
  const all = [...services.values()].flat()
  const ports = all.flatMap(portRequests)
  const allocated = allocatePorts(ports, before.publishedPorts)
  const devices = allocateDevices(all.flatMap(deviceRequests), before.deviceIds)
  const portsOf = (service: ReadService): readonly number[] =>
    allocated.ports.filter(
      (_, index) => ports[index]?.service === service.name && ports[index]?.origin.file === service.origin.file,
    )
  const entries = [...services].map(([file, own]) => {
    const made = own.flatMap(service => serviceEntries(service, portsOf(service), devices.map))
    return [file, [...made, ...networkEntries(file)]] as const
  })
  return {
    entries: new Map(entries),
    publishedPorts: allocated.map,
    deviceIds: devices.map,
    problems: [
      ...[...services].flatMap(([file, own]) => servicesProblems(file, own)),
      ...allocated.problems,
      ...devices.problems,
    ],
  }
}
