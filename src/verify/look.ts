import ipaddr from 'ipaddr.js'
import {sshConfigPath} from '../context/ssh-config.ts'
import {readSshHosts} from '../context/ssh-hosts.ts'
import {engineReason} from '../docker/engine-reason.ts'
import {gatherFacts} from '../engine/index.ts'
import type {Session} from '../session.ts'
import type {Host, Site} from '../site/site.ts'
import {clockOffset, lookAt} from '../swarm/converge/look.ts'
import {swarmManager} from '../swarm/manager.ts'
import {listSwarmNetworks} from '../swarm/network/names.ts'
import type {Check} from './check.ts'
import {hostFacts, hostSeconds} from './host-facts.ts'
import type {EngineSeen, Look, Seen, SwarmSeen} from './seen.ts'

/**
 * Looks at the site once for all these checks: a few requests to a manager, two to each hive host's engine, and one
 * program on each host. What does not answer is part of what was seen.
 */
export async function look(session: Session, checks: readonly Check[]): Promise<Seen> {
  const {site} = session
  const hives = site.hosts.filter(host => host.isHive)
  const [swarm, engines, answers, addresses] = await Promise.all([
    attempt(() => lookAtSwarm(session)),
    Promise.all(hives.map(async host => [host.name, await attempt(() => lookAtEngine(session, host))] as const)),
    Promise.all(site.hosts.map(async host => [host.name, await attempt(() => ask(session, host, checks))] as const)),
    addressesOf(site),
  ])
  session.signal.throwIfAborted()
  return {swarm, engines: new Map(engines), answers: new Map(answers), addresses}
}

async function attempt<T>(work: () => Promise<T>): Promise<Look<T>> {
  try {
    return {found: await work()}
  } catch (error) {
    return {problem: engineReason(error)}
  }
}

async function lookAtSwarm(session: Session): Promise<SwarmSeen> {
  const {docker} = await swarmManager({...session, report: () => {}})
  const [services, nodes, networks, offset] = await Promise.all([
    docker.listServices(),
    docker.listNodes(),
    listSwarmNetworks(docker),
    clockOffset(docker),
  ])
  const ids = services.map(({ID}) => ID)
  const snapshots = ids.length === 0 ? [] : await lookAt(docker, ids, Date.now() + offset)
  const ports = new Map(services.map(({ID, Endpoint}) => [ID, Endpoint?.Ports ?? []]))
  const ready: {ID: string; Status: {State: string}; Description: {Hostname: string}}[] = nodes
  return {
    services: new Map(
      snapshots.map(snapshot => {
        const {ID, Spec} = snapshot.service
        return [Spec?.Name ?? '', {snapshot, ports: ports.get(ID) ?? []}]
      }),
    ),
    readyNodes: new Map(
      ready.filter(node => node.Status.State === 'ready').map(({ID, Description}) => [ID, Description.Hostname]),
    ),
    networks: new Set(networks.map(({Name}) => Name)),
  }
}

async function lookAtEngine({hosts}: Session, host: Host): Promise<EngineSeen> {
  const docker = await hosts.engine(host)
  const [healthy, {Volumes}] = await Promise.all([
    docker.listContainers({filters: {health: ['healthy']}}),
    docker.listVolumes(),
  ])
  return {healthy: new Set(healthy.map(({Id}) => Id)), volumes: new Set((Volumes ?? []).map(({Name}) => Name))}
}

async function ask({hosts, signal}: Session, host: Host, checks: readonly Check[]) {
  const connection = await hosts.connect(host)
  return gatherFacts(connection, hostFacts(host, checks), {become: true, signal, timeout: hostSeconds(host, checks)})
}

/** Where ssh reaches a host is where its ports are, unless a tunnel stands between: then its own address is tried. */
async function addressesOf(site: Site): Promise<ReadonlyMap<string, string>> {
  const places = await readSshHosts(sshConfigPath(site))
  const known = new Map(places.map(({name, address}) => [name, address]))
  return new Map(
    site.hosts.map(host => {
      const address = known.get(host.name) ?? host.address
      return [host.name, isLoopback(address) ? host.address : address]
    }),
  )
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
}
