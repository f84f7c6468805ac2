/** What a generation of DRBD can do; its kernel module decides, not its tools. */
export interface DrbdVersion {
  readonly name: string
  /** Most hosts that keep a copy. */
  readonly mostCopies: number
  /** Fewest hosts a resource can have. */
  readonly fewestHosts: number
  /** Hosts without a copy take part in the resource and use the device over the network. */
  readonly diskless: boolean
  /** A majority decides who may write; hosts have numbers, and connections are a mesh. */
  readonly quorum: boolean
  /** A device becomes primary when it is mounted; without, one host is made primary and services run there only. */
  readonly autoPromote: boolean
  /** Options of `drbdadm create-md`. */
  readonly metaData: readonly string[]
}

/** The distributions' own kernels (Debian, Ubuntu) have 8.4. */
export const drbdVersions: Readonly<Record<string, DrbdVersion>> = {
  '8': {
    name: 'DRBD 8.4',
    mostCopies: 2,
    fewestHosts: 2,
    diskless: false,
    quorum: false,
    autoPromote: false,
    metaData: [],
  },
  '9': {
    name: 'DRBD 9',
    mostCopies: 8,
    fewestHosts: 1,
    diskless: true,
    quorum: true,
    autoPromote: true,
    metaData: ['--max-peers=7'],
  },
}

/** The generation a module's version (`8.4.11`) belongs to; undefined for one we do not know. */
export function drbdVersion(version: string): DrbdVersion | undefined {
  return drbdVersions[version.split('.')[0] ?? '']
}
