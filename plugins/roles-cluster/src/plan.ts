import type {Change} from '@hive-ci/cli'
import {labelDetails, wantedLabels} from './node-labels.ts'
import type {FoundEngine, FoundNode, FoundSwarm, SwarmRanges, WantedNode, WantedSwarm} from './swarm-state.ts'

/** What has to be done for a change, as data; `apply.ts` knows how. */
export type Step =
  | {readonly type: 'bridge'; readonly host: string; readonly subnet: string}
  | {readonly type: 'init'; readonly node: WantedNode}
  | {readonly type: 'ingress'; readonly subnet: string}
  | {readonly type: 'join'; readonly node: WantedNode; readonly leaveFirst: boolean}
  | {readonly type: 'update'; readonly node: WantedNode; readonly nodeId: string}
  | {readonly type: 'remove'; readonly nodeId: string}

export type SwarmChange = Change & {readonly step: Step}

/**
 * What is missing between the hives and one swarm of them, in the order it can be made: entries of nodes that are no
 * more, the networks a swarm makes for itself, the swarm, its members, their roles and labels.
 */
export function planSwarm(wanted: WantedSwarm, found: FoundSwarm): readonly SwarmChange[] {
  const members = wanted.nodes.map(node => ({node, engine: engineOf(node, found), entry: entryOf(node, found)}))
  const outside = members.filter(({entry}) => entry === undefined)
  const first = found.cluster === undefined ? outside.find(({node}) => node.isFirst) : undefined
  return [
    ...departed(wanted, found),
    ...outside.flatMap(({node, engine}) => bridge(node, engine, wanted.ranges)),
    ...(first === undefined ? [] : [init(first.node)]),
    ...ingress(wanted, found),
    ...outside.filter(({node}) => node !== first?.node).map(({node, engine}) => join(node, engine)),
    ...members.flatMap(({node, entry}) => (entry === undefined ? [] : update(node, entry, wanted.groupNames))),
  ]
}

/** Entries whose machine is gone, or lives on under a new identity. */
function departed(wanted: WantedSwarm, found: FoundSwarm): SwarmChange[] {
  const alive = new Set(found.engines.filter(engine => engine.state === 'active').map(engine => engine.nodeId))
  const answering = new Set(found.engines.map(engine => engine.name))
  const inventory = new Set([...wanted.nodes.map(node => node.name), ...wanted.otherNames])
  return (found.cluster?.nodes ?? [])
    .filter(entry => !alive.has(entry.id))
    .filter(entry => answering.has(entry.name) || (entry.state === 'down' && !inventory.has(entry.name)))
    .map(entry => ({
      id: `node:${entry.name}`,
      action: 'remove',
      details: [
        inventory.has(entry.name)
          ? `the host was made anew: its former entry ${entry.id} goes`
          : `it is down and no longer in the inventory: its entry ${entry.id} goes`,
      ],
      step: {type: 'remove', nodeId: entry.id},
    }))
}

function bridge(node: WantedNode, engine: FoundEngine, ranges: SwarmRanges | undefined): SwarmChange[] {
  if (ranges === undefined || engine.bridgeSubnets?.includes(ranges.gatewayBridge)) return []
  return [
    {
      id: 'network:docker_gwbridge',
      action: engine.bridgeSubnets === undefined ? 'create' : 'replace',
      host: node.host,
      details: [`subnet: ${ranges.gatewayBridge}`],
      step: {type: 'bridge', host: node.host, subnet: ranges.gatewayBridge},
    },
  ]
}

function init(node: WantedNode): SwarmChange {
  return {id: 'swarm', action: 'create', host: node.host, details: [...memberDetails(node)], step: {type: 'init', node}}
}

/** The routing mesh is not taken from under running services; `warnings.ts` says so instead. */
function ingress({ranges}: WantedSwarm, {cluster}: FoundSwarm): SwarmChange[] {
  if (ranges === undefined || cluster?.hasServices || cluster?.ingress?.subnets.includes(ranges.ingress)) return []
  return [
    {
      id: 'network:apiarist-ingress',
      action: cluster?.ingress === undefined ? 'create' : 'replace',
      details: [`subnet: ${ranges.ingress}`],
      step: {type: 'ingress', subnet: ranges.ingress},
    },
  ]
}

function join(node: WantedNode, engine: FoundEngine): SwarmChange {
  const leaveFirst = engine.state !== 'inactive'
  return {
    id: `node:${node.name}`,
    action: leaveFirst ? 'replace' : 'create',
    host: node.host,
    details: [
      ...(leaveFirst ? [`leaves a swarm it is no member of (state ${engine.state})`] : []),
      ...memberDetails(node),
    ],
    step: {type: 'join', node, leaveFirst},
  }
}

function update(node: WantedNode, entry: FoundNode, groupNames: readonly string[]): SwarmChange[] {
  const labels = wantedLabels(node.groups, groupNames, entry)
  const details = [
    ...(entry.role === node.role ? [] : [`role: ${entry.role} -> ${node.role}`]),
    ...(labels === undefined ? [] : labelDetails(entry.labels, labels)),
  ]
  if (labels === undefined && details.length === 0) return []
  return [
    {
      id: `node:${node.name}`,
      action: 'update',
      host: node.host,
      details: details.length > 0 ? details : ['the list of its groups is written down'],
      step: {type: 'update', node, nodeId: entry.id},
    },
  ]
}

function memberDetails(node: WantedNode): string[] {
  return [`role: ${node.role}`, `address: ${node.address}`, `labels: ${node.groups.toSorted().join(', ')}`]
}

function engineOf(node: WantedNode, found: FoundSwarm): FoundEngine {
  const engine = found.engines.find(candidate => candidate.host === node.host)
  if (engine === undefined) throw new TypeError(`no engine was asked for ${node.host}`)
  return engine
}

function entryOf(node: WantedNode, found: FoundSwarm): FoundNode | undefined {
  const {state, nodeId} = engineOf(node, found)
  return state === 'active' ? found.cluster?.nodes.find(entry => entry.id === nodeId) : undefined
}
