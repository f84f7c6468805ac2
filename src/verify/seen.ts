import type Docker from 'dockerode'
import type {Facts} from '../role.ts'
import type {Snapshot} from '../swarm/converge/verdict.ts'
import type {Way} from './way.ts'

/** Something that was looked at, or a sentence that says why it could not be. */
export type Look<T> = {readonly found: T} | {readonly problem: string}

/** The swarm as its manager tells it. */
export interface SwarmSeen {
  /** By name, of every service of the swarm. */
  readonly services: ReadonlyMap<string, ServiceSeen>
  /** Host name of each node that is ready, by its id. */
  readonly readyNodes: ReadonlyMap<string, string>
  readonly networks: ReadonlySet<string>
}

export interface ServiceSeen {
  readonly snapshot: Snapshot
  readonly ports: readonly Docker.PortConfig[]
}

/** What a host's engine tells. */
export interface EngineSeen {
  /** Ids of its containers whose health check says so. */
  readonly healthy: ReadonlySet<string>
  readonly volumes: ReadonlySet<string>
}

/** One look at a running site, which all checks of a round are judged by. */
export interface Seen {
  readonly swarm: Look<SwarmSeen>
  /** By the name of the host; hive hosts only. */
  readonly engines: ReadonlyMap<string, Look<EngineSeen>>
  /** What each host's program answered, by the name of the host. */
  readonly answers: ReadonlyMap<string, Look<Facts>>
  /** How the mother comes to the ports of each host. */
  readonly ways: ReadonlyMap<string, Way>
}
