/** A node as a manager lists it, as far as hive reads it; dockerode's own type leaves these fields out. */
export interface SwarmNode {
  readonly ID: string
  readonly Description?: {readonly Hostname?: string}
  readonly Status: {readonly State: string}
}
