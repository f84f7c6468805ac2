/** What the mapping from services to swarm objects has to know about the running cluster. */
export interface Cluster {
  /** False: the kernel has no IPVS, so there are no virtual addresses and no routing mesh. */
  readonly hasIpvs: boolean
  /** Proxy and pip variables the first hive host has for good; put beneath each service's own. */
  readonly environment: Readonly<Record<string, string>>
  /** The repository host takes in syslog messages of the hosts. */
  readonly hasLogServer: boolean
  /** Volumes whose data is on one node only: volume name -> node name. */
  readonly pins: ReadonlyMap<string, string>
}
