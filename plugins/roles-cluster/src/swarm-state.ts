/** A hive as a node of the swarm, as the inventory wants it. */
export interface WantedNode {
  /** Inventory name, for messages and changes. */
  readonly host: string
  /** The operating system's host name, which the swarm shows as the node's name. */
  readonly name: string
  readonly address: string
  readonly role: NodeRole
  readonly isFirst: boolean
  readonly groups: readonly string[]
}

export type NodeRole = 'manager' | 'worker'

/** Addresses that `internal_cidr` reserves for the networks a swarm makes for itself. */
export interface SwarmRanges {
  readonly ingress: string
  readonly gatewayBridge: string
}

export interface WantedSwarm {
  readonly nodes: readonly WantedNode[]
  /** Hives of the inventory this run leaves alone (`-l`): their nodes are neither changed nor taken for strangers. */
  readonly otherNames: readonly string[]
  /** Every group of the inventory: what a label of ours may be called. */
  readonly groupNames: readonly string[]
  readonly ranges?: SwarmRanges
}

/** What one hive's engine says. */
export interface FoundEngine {
  readonly host: string
  readonly name: string
  readonly state: 'inactive' | 'pending' | 'active' | 'error' | 'locked'
  readonly nodeId: string
  readonly isManager: boolean
  /** Id of the swarm; managers alone know it. */
  readonly clusterId: string
  /** Subnets of docker_gwbridge; undefined when the network is not there. */
  readonly bridgeSubnets?: readonly string[]
}

/** An entry of the swarm's node list. */
export interface FoundNode {
  readonly id: string
  readonly name: string
  readonly role: NodeRole
  readonly state: 'unknown' | 'down' | 'ready' | 'disconnected'
  readonly labels: Readonly<Record<string, string>>
}

interface FoundIngress {
  readonly id: string
  readonly name: string
  readonly subnets: readonly string[]
}

/** What a manager says about the whole; absent while there is no swarm. */
export interface FoundCluster {
  readonly nodes: readonly FoundNode[]
  readonly ingress?: FoundIngress
  readonly hasServices: boolean
}

export interface FoundSwarm {
  readonly engines: readonly FoundEngine[]
  /** Host of the manager that was asked. */
  readonly manager?: string
  readonly cluster?: FoundCluster
}
