import type {Host, PublishedPort, Service, Site} from '../site/site.ts'
import {virtualAddressLabels} from '../site/virtual-address.ts'
import type {Cluster} from './cluster.ts'
import {pinnedNodes} from './spec/placement.ts'
import {publishMode} from './spec/ports.ts'

/**
 * Why a service cannot run, whatever the swarm does; empty when it can. Docker itself would accept such wishes and leave
 * tasks pending for ever, or refuse half way, so this is asked before anything is touched.
 */
export function impossibleWishes(service: Service, site: Site, cluster: Cluster): readonly string[] {
  return [
    ...crowdedPorts(service, site, cluster),
    ...contestedPorts(service, site, cluster),
    ...unroutablePorts(service, cluster),
    ...scatteredVolumes(service, cluster),
    ...sharedAddresses(service),
  ]
}

/** A port of a host can be held by one task only. */
function crowdedPorts(service: Service, site: Site, cluster: Cluster): readonly string[] {
  const replicas = service.mode === 'global' ? 0 : (service.replicas ?? 1)
  const ports = service.ports.filter(port => publishMode(port, cluster) === 'host')
  const hosts = eligibleHosts(service, site, cluster)
  if (ports.length === 0 || replicas <= hosts.length) return []
  const reason = cluster.hasIpvs
    ? 'is published in mode host'
    : 'can only be published on the hosts themselves here (no IPVS)'
  return [
    `${replicas} replicas are wanted, but port ${ports.map(portText).join(', ')} ${reason}, so there can be one on each of ${hosts.length} host(s) at most`,
  ]
}

/** Two services meant for the same hosts cannot open the same port there. */
function contestedPorts(service: Service, site: Site, cluster: Cluster): readonly string[] {
  const rivals = site.services.slice(0, site.services.indexOf(service))
  return service.ports.flatMap(port =>
    rivals
      .filter(rival => rival.ports.some(other => isSamePort(port, other)))
      .filter(rival => areMeeting(service, rival, port, site, cluster))
      .map(rival => `port ${portText(port)} is published by service ${rival.name} already`),
  )
}

function areMeeting(one: Service, other: Service, port: PublishedPort, site: Site, cluster: Cluster): boolean {
  const rivalPort = other.ports.find(candidate => isSamePort(port, candidate))
  const modes = [port, rivalPort ?? port].map(candidate => publishMode(candidate, cluster))
  if (modes.includes('ingress')) return modes.every(mode => mode === 'ingress')
  const needed = [one, other].map(({mode, replicas}) =>
    mode === 'global' ? Number.POSITIVE_INFINITY : (replicas ?? 1),
  )
  const hosts = new Set([one, other].flatMap(service => eligibleHosts(service, site, cluster)))
  return (needed[0] ?? 0) + (needed[1] ?? 0) > hosts.size
}

function unroutablePorts(service: Service, cluster: Cluster): readonly string[] {
  if (service.endpointMode !== 'dnsrr' || !cluster.hasIpvs) return []
  const ports = service.ports.filter(port => publishMode(port, cluster) === 'ingress')
  if (ports.length === 0) return []
  return [
    `port ${ports.map(portText).join(', ')} needs "mode: host", because with endpoint_mode dnsrr the swarm routes no ports`,
  ]
}

function scatteredVolumes(service: Service, cluster: Cluster): readonly string[] {
  const nodes = pinnedNodes(service, cluster)
  return nodes.length > 1 ? [`its volumes are on different nodes (${nodes.join(', ')}), and a task runs on one`] : []
}

/** Each task would bring the address to its own host. */
function sharedAddresses({labels, replicas = 1}: Service): readonly string[] {
  const [label] = virtualAddressLabels(labels)
  if (label === undefined || replicas <= 1) return []
  return [`${replicas} replicas are wanted, but the virtual address of label ${label} can be on one host only`]
}

/** Hive hosts the service's constraints on host names leave; other constraints only the swarm can judge. */
function eligibleHosts(service: Service, site: Site, cluster: Cluster): readonly Host[] {
  const constraints = service.placement.constraints.map(text => /^node\.hostname\s*(==|!=)\s*(.+)$/.exec(text.trim()))
  const pins = pinnedNodes(service, cluster)
  return site.hosts
    .filter(host => host.isHive)
    .filter(host => pins.every(pin => pin === host.shortName))
    .filter(host => constraints.every(match => !match || (match[1] === '==') === (match[2] === host.shortName)))
}

function isSamePort(one: PublishedPort, other: PublishedPort): boolean {
  return one.publishedPort === other.publishedPort && one.protocol === other.protocol
}

function portText({publishedPort, protocol}: PublishedPort): string {
  return `${publishedPort}/${protocol}`
}
