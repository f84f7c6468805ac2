import type Docker from 'dockerode'
import type {Connection} from '../transport/connection.ts'

/** What an engine says about itself, as far as hive decides anything by it. */
export interface EngineState {
  readonly version: string
  /** API version, e.g. `1.41`. */
  readonly apiVersion: string
  readonly cgroupVersion: 1 | 2
  readonly swarm: {
    readonly state: 'inactive' | 'pending' | 'active' | 'error' | 'locked'
    /** The node's id; empty outside a swarm. */
    readonly nodeId: string
    readonly isManager: boolean
    /** The swarm's own word on what went wrong; empty when nothing did. */
    readonly error: string
  }
}

interface EngineInfo {
  readonly CgroupVersion?: string
  readonly Swarm?: {
    readonly LocalNodeState?: EngineState['swarm']['state'] | ''
    readonly NodeID?: string
    readonly ControlAvailable?: boolean
    readonly Error?: string
  }
}

/** Asks an engine for its versions and its place in a swarm. */
export async function engineState(docker: Docker): Promise<EngineState> {
  const [info, version]: [EngineInfo, {Version: string; ApiVersion: string}] = await Promise.all([
    docker.info(),
    docker.version(),
  ])
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    cgroupVersion: info.CgroupVersion === '2' ? 2 : 1,
    swarm: {
      state: info.Swarm?.LocalNodeState || 'inactive',
      nodeId: info.Swarm?.NodeID ?? '',
      isManager: info.Swarm?.ControlAvailable ?? false,
      error: info.Swarm?.Error ?? '',
    },
  }
}

/**
 * Whether a host's kernel has IPVS, loaded or ready to load: without it a swarm has neither virtual addresses nor the
 * routing mesh, and the engine says so in its log only.
 */
export async function hasIpvs(connection: Connection): Promise<boolean> {
  const {code} = await connection.exec('test -e /proc/net/ip_vs || PATH=$PATH:/sbin:/usr/sbin modprobe -n -q ip_vs')
  return code === 0
}
