import type {Cluster} from '../../src/swarm/cluster.ts'

/** A swarm of ordinary machines: IPVS, no proxy, no log server. */
export function makeCluster(wish: Partial<Cluster> = {}): Cluster {
  return {hasIpvs: true, environment: {}, hasLogServer: false, pins: new Map(), ...wish}
}
