import type Docker from 'dockerode'
import type {Change} from '../../change.ts'
import type {Network, Site} from '../../site/site.ts'
import {isOwn} from '../../site/site-labels.ts'
import type {FoundService} from '../found-service.ts'
import {diffNetwork} from './diff.ts'
import {networkSpec} from './spec.ts'

/** A change of a network with what is needed to carry it out. */
export interface NetworkChange {
  readonly change: Change
  /** Absent when the network is to be removed. */
  readonly spec?: Docker.NetworkCreateOptions
  readonly found?: Docker.NetworkInspectInfo
  /** Names of services that use the network now: it can be neither replaced nor removed while there are any. */
  readonly users: readonly string[]
}

/** What has to be done so that the swarm has the inventory's networks; in the inventory's order. Pure. */
export function planNetworks(
  site: Site,
  found: readonly Docker.NetworkInspectInfo[],
  services: readonly FoundService[],
): readonly NetworkChange[] {
  const byName = new Map(found.map(network => [network.Name, network]))
  return site.networks.flatMap(network => planNetwork(network, site, byName.get(network.name), services))
}

/** Networks of this site and stage that the inventory does not have. */
export function orphanedNetworks(
  site: Site,
  found: readonly Docker.NetworkInspectInfo[],
): readonly Docker.NetworkInspectInfo[] {
  const wanted = new Set(site.networks.map(network => network.name))
  return found.filter(({Name, Labels}) => isOwn(Labels, site) && !wanted.has(Name))
}

export function networkRemoval(
  found: Docker.NetworkInspectInfo,
  services: readonly FoundService[],
  reason: string,
): NetworkChange {
  return {
    change: {id: `network:${found.Name}`, action: 'remove', details: [reason]},
    found,
    users: usersOf(found, services),
  }
}

function planNetwork(
  network: Network,
  site: Site,
  found: Docker.NetworkInspectInfo | undefined,
  services: readonly FoundService[],
): readonly NetworkChange[] {
  const {name, position} = network
  const spec = networkSpec(network, site)
  const where = position && `${position.file}:${position.line}`
  if (!found) {
    const subnets = spec.IPAM?.Config?.map(({Subnet}) => Subnet).join(', ') || 'chosen by Docker'
    const change: Change = {id: `network:${name}`, action: 'create', details: [`subnet: ${subnets}`], where}
    return [{change, spec, users: []}]
  }
  const details = diffNetwork(spec, found)
  const change: Change = {id: `network:${name}`, action: 'replace', details, where}
  return details.length > 0 ? [{change, spec, found, users: usersOf(found, services)}] : []
}

function usersOf({Id, Name}: Docker.NetworkInspectInfo, services: readonly FoundService[]): readonly string[] {
  const isUser = ({Spec}: FoundService) =>
    Spec?.TaskTemplate?.Networks?.some(({Target}) => Target === Id || Target === Name) ?? false
  return services.filter(isUser).map(({ID, Spec}) => Spec?.Name ?? ID)
}
