import {sshConfigPath} from '../context/ssh-config.ts'
import {readSshHosts} from '../context/ssh-hosts.ts'
import {engineReason} from '../docker/engine-reason.ts'
import {gatherFacts} from '../engine/index.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import {clockOffset, lookAt} from '../swarm/converge/look.ts'
import {swarmManager} from '../swarm/manager.ts'
import {listSwarmNetworks} from '../swarm/network/names.ts'
import type {Check} from './check.ts'
import {hostFacts, hostSeconds} from './host-facts.ts'
import type {EngineSeen, Look, Seen, SwarmSeen} from './seen.ts'
import {type Way, wayTo} from './way.ts'

/**
 * Looks at the site once for all these checks: a few requests to a manager, two to each hive host's engine, and one
 * program on each host. What does not answer is part of what was seen.
 */
export async function look(session: Session, checks: readonly Check[]): Promise<Seen> {
  const {site} = session
  const hives = site.hosts.filter(host => host.isHive)
  const [swarm, engines, answers, ways] = await Promise.all([
    attempt(() => lookAtSwarm(session)),
    Promise.all(hives.map(async host => [host.name, await attempt(() => lookAtEngine(session, host))] as const)),
    Promise.all(site.hosts.map(async host => [host.name, await attempt(() => ask(session, host, checks))] as const)),
    waysTo(session),
  ])
  session.signal.throwIfAborted()
  return {swarm, engines: new Map(engines), answers: new Map(answers), ways}
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

async function waysTo({site, hosts}: Session): Promise<ReadonlyMap<string, Way>> {
  const places = await readSshHosts(sshConfigPath(site))
  const open = async (from: Host, address: string, port: number) => (await hosts.connect(from)).openTcp(address, port)
  const ways = site.hosts.map(async host => {
    const known = places.find(({name}) => name === host.name)
    return [host.name, await wayTo(host, {site, known, open})] as const
  })
  return new Map(await Promise.all(ways))
}
