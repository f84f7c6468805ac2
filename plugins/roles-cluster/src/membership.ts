import {setTimeout as sleep} from 'node:timers/promises'
import {HiveError} from '@hive-ci/cli'
import {updateNode} from './node-entry.ts'
import type {Engine} from './observe.ts'
import type {WantedNode, WantedSwarm} from './swarm-state.ts'

/** Where members speak to managers, on every address. */
const listenAddress = '0.0.0.0:2377'

/** Seconds a new member may take until the managers call it ready. */
const readyTimeout = 60

interface Circumstances {
  readonly wanted: WantedSwarm
  readonly signal: AbortSignal
}

interface JoinCircumstances extends Circumstances {
  readonly manager: Engine
  /** Address and port of that manager. */
  readonly remote: string
}

/** Makes a swarm of one node and labels it. */
export async function initSwarm(engine: Engine, node: WantedNode, {wanted, signal}: Circumstances): Promise<void> {
  await engine.swarmInit({ListenAddr: listenAddress, AdvertiseAddr: node.address, Spec: {}})
  await becomeMember(engine, engine, node, {wanted, signal})
}

/** Takes a node in, in its role and with its labels; ready when this returns. */
export async function joinSwarm(
  engine: Engine,
  {node, leaveFirst}: {readonly node: WantedNode; readonly leaveFirst: boolean},
  {manager, remote, ...circumstances}: JoinCircumstances,
): Promise<void> {
  if (leaveFirst) await engine.swarmLeave({force: true})
  const {JoinTokens} = await manager.swarmInspect()
  await engine.swarmJoin({
    ListenAddr: listenAddress,
    AdvertiseAddr: node.address,
    RemoteAddrs: [remote],
    JoinToken: node.role === 'manager' ? JoinTokens.Manager : JoinTokens.Worker,
  })
  await becomeMember(engine, manager, node, circumstances)
}

async function becomeMember(
  engine: Engine,
  manager: Engine,
  node: WantedNode,
  {wanted, signal}: Circumstances,
): Promise<void> {
  const {Swarm} = await engine.info()
  await untilReady(manager, Swarm.NodeID, node, signal)
  await updateNode(manager, Swarm.NodeID, node, wanted.groupNames)
}

async function untilReady(manager: Engine, nodeId: string, {host}: WantedNode, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < readyTimeout; waited += 0.1) {
    const entries: readonly {ID: string; Status: {State: string}}[] = await manager.listNodes()
    if (entries.some(entry => entry.ID === nodeId && entry.Status.State === 'ready')) return
    await sleep(100, undefined, {signal})
  }
  throw new HiveError(
    'HOST_FAILED',
    `${host} joined the swarm, but the managers did not call it ready within ${readyTimeout} seconds.`,
    {suggestions: [`See that ${host} and the managers reach each other on ports 2377/tcp, 7946 and 4789/udp.`]},
  )
}
