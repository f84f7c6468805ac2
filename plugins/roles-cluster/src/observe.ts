import {HiveError, type Host, type HostPool, reasonOf} from '@hive-ci/cli'
import type {FoundCluster, FoundEngine, FoundNode, FoundSwarm} from './swarm-state.ts'

export type Engine = Awaited<ReturnType<HostPool['engine']>>

/** The parts of Docker's answers that are read here (Engine API 1.41: GET /info, /nodes, /networks). */
interface InfoAnswer {
  readonly Name: string
  readonly Swarm: {
    readonly LocalNodeState: FoundEngine['state'] | ''
    readonly NodeID: string
    readonly ControlAvailable: boolean
    readonly Cluster?: {readonly ID: string} | null
  }
}

interface NodeAnswer {
  readonly ID: string
  readonly Spec: {readonly Role: FoundNode['role']; readonly Labels?: Readonly<Record<string, string>>}
  readonly Description: {readonly Hostname: string}
  readonly Status: {readonly State: FoundNode['state']}
}

interface NetworkAnswer {
  readonly Id: string
  readonly Name: string
  readonly Ingress: boolean
  readonly IPAM?: {readonly Config?: readonly {readonly Subnet?: string}[] | null}
}

/**
 * Asks the engines of `hosts`, all at once, and one manager about the whole. `others` are asked too, because one of them
 * may be the only manager, but need not answer. Throws `HiveError` when there are two swarms, or one without a leader.
 */
export async function observeSwarm(
  pool: HostPool,
  hosts: readonly Host[],
  others: readonly Host[],
): Promise<FoundSwarm> {
  const [asked, maybe] = await Promise.all([
    Promise.all(hosts.map(host => observeEngine(pool, host))),
    Promise.allSettled(others.map(host => observeEngine(pool, host))),
  ])
  const engines = [...asked, ...maybe.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))]
  engines.forEach(refuseLocked)
  const manager = onlyManager(engines)
  if (manager === undefined) return {engines}
  const host = [...hosts, ...others].find(candidate => candidate.name === manager.host)
  if (host === undefined) throw new TypeError(`no host is called ${manager.host}`)
  return {engines, manager: host.name, cluster: await observeCluster(await pool.engine(host), host)}
}

async function observeEngine(pool: HostPool, host: Host): Promise<FoundEngine> {
  const engine = await pool.engine(host)
  const [info, networks]: [InfoAnswer, NetworkAnswer[]] = await Promise.all([
    engine.info(),
    engine.listNetworks({filters: {name: ['docker_gwbridge']}}),
  ])
  const bridge = networks.find(network => network.Name === 'docker_gwbridge')
  return {
    host: host.name,
    name: info.Name,
    state: info.Swarm.LocalNodeState || 'inactive',
    nodeId: info.Swarm.NodeID,
    isManager: info.Swarm.ControlAvailable,
    clusterId: info.Swarm.Cluster?.ID ?? '',
    ...(bridge === undefined ? {} : {bridgeSubnets: subnetsOf(bridge)}),
  }
}

async function observeCluster(engine: Engine, host: Host): Promise<FoundCluster> {
  try {
    const [nodes, networks, services]: [NodeAnswer[], NetworkAnswer[], unknown[]] = await Promise.all([
      engine.listNodes(),
      engine.listNetworks({filters: {driver: ['overlay']}}),
      engine.listServices(),
    ])
    const ingress = networks.find(network => network.Ingress)
    return {
      nodes: nodes.map(toNode),
      hasServices: services.length > 0,
      ...(ingress === undefined ? {} : {ingress: {id: ingress.Id, name: ingress.Name, subnets: subnetsOf(ingress)}}),
    }
  } catch (error) {
    throw new HiveError(
      'HOST_FAILED',
      `${host.name} is a manager of the swarm, but cannot tell about it: ${reasonOf(error)}. More than half of the ` +
        'managers must be up. Nothing was changed.',
      {
        cause: error,
        suggestions: [
          'Bring the other managers back, then run the same command again.',
          `If they are lost for good, run "docker swarm init --force-new-cluster" on ${host.name}: it stays the only manager and keeps the services.`,
        ],
      },
    )
  }
}

function refuseLocked({host, state}: FoundEngine): void {
  if (state !== 'locked') return
  throw new HiveError('HOST_FAILED', `The swarm node on ${host} is locked: its keys wait for the unlock key.`, {
    suggestions: [`Run "docker swarm unlock" on ${host}, then run the same command again.`],
  })
}

function onlyManager(engines: readonly FoundEngine[]): FoundEngine | undefined {
  const managers = engines.filter(engine => engine.state === 'active' && engine.isManager)
  const [first] = managers
  const other = managers.find(engine => engine.clusterId !== first?.clusterId)
  if (first === undefined || other === undefined) return first
  throw new HiveError(
    'HOST_FAILED',
    `The hives belong to two swarms: ${first.host} manages one, ${other.host} another. One was expected; nothing was changed.`,
    {
      suggestions: [
        `Decide which one to keep and run "docker swarm leave --force" on every hive of the other, e.g. on ${other.host}.`,
      ],
    },
  )
}

function toNode(answer: NodeAnswer): FoundNode {
  return {
    id: answer.ID,
    name: answer.Description.Hostname,
    role: answer.Spec.Role,
    state: answer.Status.State,
    labels: answer.Spec.Labels ?? {},
  }
}

function subnetsOf({IPAM}: NetworkAnswer): string[] {
  return (IPAM?.Config ?? []).flatMap(({Subnet}) => (Subnet === undefined ? [] : [Subnet]))
}
