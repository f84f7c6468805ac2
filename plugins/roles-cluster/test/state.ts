import type {FoundEngine, FoundNode, FoundSwarm, WantedNode, WantedSwarm} from '../src/swarm-state.ts'

/** Hive i as the inventory wants it. */
export function wantedNode(index: number, wish: Partial<WantedNode> = {}): WantedNode {
  return {
    host: `p-hive${index}.example`,
    name: `p-hive${index}`,
    address: `10.0.0.${4 + index}`,
    role: 'manager',
    isFirst: index === 0,
    groups: ['hives', 'servers'],
    ...wish,
  }
}

export function wantedSwarm(count: number, wish: Partial<WantedSwarm> = {}): WantedSwarm {
  return {
    nodes: Array.from({length: count}, (_, index) => wantedNode(index)),
    otherNames: [],
    groupNames: ['db', 'hives', 'servers', 'web'],
    ...wish,
  }
}

/** The engine of hive i; outside a swarm unless a node id is given. */
export function engine(index: number, nodeId = '', wish: Partial<FoundEngine> = {}): FoundEngine {
  return {
    host: `p-hive${index}.example`,
    name: `p-hive${index}`,
    state: nodeId === '' ? 'inactive' : 'active',
    nodeId,
    isManager: nodeId !== '',
    clusterId: nodeId === '' ? '' : 'cluster',
    ...wish,
  }
}

/** An entry that is as `wantedNode` wants it. */
export function entry(name: string, id: string, wish: Partial<FoundNode> = {}): FoundNode {
  const labels = {hives: 'true', servers: 'true', 'hive.groups': 'hives,servers'}
  return {id, name, role: 'manager', state: 'ready', labels, ...wish}
}

export function foundSwarm(
  engines: readonly FoundEngine[],
  nodes: readonly FoundNode[],
  wish: Partial<FoundSwarm['cluster']> = {},
): FoundSwarm {
  return {engines, manager: 'p-hive0.example', cluster: {nodes, hasServices: false, ...wish}}
}
