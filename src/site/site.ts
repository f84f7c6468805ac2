import type {Settings} from '../variables/settings.ts'
import type {Authority} from './authority.ts'

export type StageName = 'private' | 'staging' | 'production'

export const stageNames: readonly StageName[] = ['private', 'staging', 'production']

/** A place in a project file, both counted from 1; `file` is relative to the project's root. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * The variables one inventory object sees, in Ansible's precedence. Templates are evaluated when a variable is read;
 * an undefined name, a loop or a failing lookup throws `HiveError` TEMPLATE_FAILED that names file and line.
 */
export interface Variables {
  /** undefined when the variable does not exist or its value is `omit`. */
  get(name: string): unknown
  has(name: string): boolean
  names(): readonly string[]
}

/** Anything with a name in the inventory: server, mother, service, image, volume, network. */
export interface InventoryObject {
  readonly name: string
  /** Every group it belongs to, parents included, without `all`. */
  readonly groups: readonly string[]
  readonly variables: Variables
  readonly position?: Position
}

/** A server of the active stage. */
export interface Host extends InventoryObject {
  /** First label of the name: the operating system's host name and the swarm node's name. */
  readonly shortName: string
  readonly index: number
  /** Private address (`hive_private_ip`). */
  readonly address: string
  readonly netmask: string
  readonly isHive: boolean
  readonly isRepository: boolean
  readonly isFirstHive: boolean
  /** Login user with password-less sudo (`hive_safe_admin`). */
  readonly admin: string
  readonly homeDirectory: string
  /** Port sshd listens on (`hive_sshd_port`, 22). */
  readonly sshPort: number
}

export interface PublishedPort {
  readonly targetPort: number
  /** Always known: given, or from the stage's published port map. */
  readonly publishedPort: number
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly mode?: 'ingress' | 'host'
}

export interface Mount {
  readonly source: string
  readonly target: string
  readonly type: 'volume' | 'bind' | 'tmpfs'
  readonly readonly: boolean
}

/** Durations are Go durations as Docker writes them (`30s`, `1m30s`). */
export interface Healthcheck {
  readonly test: string | readonly string[]
  readonly interval?: string
  readonly timeout?: string
  readonly retries?: number
  readonly startPeriod?: string
}

export interface BackupScript {
  readonly name: string
  readonly directory?: string
  readonly backupCommand?: string
  readonly backupFile?: string
  readonly restoreCommand?: string
  readonly restoreFile?: string
  readonly ext: string
  readonly cleanupDaysBefore?: number
  readonly batchScripts: readonly string[]
}

/** A service of the active stage, every template evaluated, defaults of hive-builder not yet put in where absent. */
export interface Service extends InventoryObject {
  /** The tag to pull, or the image of this site that is built. Undefined: deploying it is an error. */
  readonly image?: {readonly kind: 'pulled'; readonly tag: string} | {readonly kind: 'built'; readonly image: string}
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly ports: readonly PublishedPort[]
  readonly mounts: readonly Mount[]
  readonly labels: Readonly<Record<string, string>>
  readonly placement: {
    readonly constraints: readonly string[]
    readonly preferences: readonly {readonly spread: string}[]
  }
  readonly healthcheck?: Healthcheck
  /** Additional name -> address entries for `/etc/hosts` in the containers. */
  readonly hosts: Readonly<Record<string, string>>
  readonly dns: readonly string[]
  readonly mode: 'replicated' | 'global'
  readonly endpointMode?: 'vip' | 'dnsrr'
  readonly replicas?: number
  readonly user?: string
  readonly workingDirectory?: string
  readonly capAdd: readonly string[]
  readonly capDrop: readonly string[]
  readonly sysctls: Readonly<Record<string, string>>
  readonly restart?: {
    readonly condition?: 'none' | 'on-failure' | 'any'
    readonly delay?: string
    readonly maxAttempts?: number
    readonly window?: string
  }
  readonly stopGracePeriod?: string
  /** CPUs, e.g. 1.5. */
  readonly cpuLimit?: number
  /** Bytes. */
  readonly memoryLimit?: number
  /** Names of networks; undefined means all networks of the stage. */
  readonly networks?: readonly string[]
  readonly logging?: {readonly driver: string; readonly options: Readonly<Record<string, string>>}
  readonly standalone: boolean
  readonly initializeRoles: readonly string[]
  readonly backupScripts: readonly BackupScript[]
  readonly monitorError: readonly string[]
  readonly ignoreError: readonly string[]
}

/** An image to be built (object `image_<service>`). */
export interface Image extends InventoryObject {
  readonly service: string
  readonly from: string
  readonly roles: readonly string[]
  readonly standalone: boolean
  readonly env: Readonly<Record<string, string>>
  readonly stopSignal?: string
  readonly user?: string
  readonly workingDirectory?: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly privileged: boolean
  readonly expose: readonly string[]
  /** Set when the active stage is in `pull_on`: pull this instead of building. */
  readonly pullFrom?: string
}

export interface DrbdOptions {
  readonly deviceId: number
  readonly fstype?: string
  readonly size?: string
  readonly diskless: readonly string[]
  readonly vgname?: string
}

/** A volume of the active stage that build-volumes prepares (object `volume_<source>`). */
export interface Volume extends InventoryObject {
  /** The Docker volume's name (`source`). */
  readonly source: string
  readonly kind: 'driver' | 'drbd' | 'nfs'
  readonly driver?: string
  readonly driverOptions: Readonly<Record<string, string>>
  readonly drbd?: DrbdOptions
  readonly nfs?: Readonly<Record<string, unknown>>
}

export interface Network extends InventoryObject {
  readonly driverOptions: Readonly<Record<string, string>>
  readonly ipam?: {
    readonly driver?: string
    readonly config: readonly {
      readonly subnet?: string
      readonly ipRange?: string
      readonly gateway?: string
      readonly auxAddresses?: Readonly<Record<string, string>>
    }[]
    readonly options: Readonly<Record<string, string>>
  }
  readonly attachable: boolean
}

/** What is wanted, for one stage: read, validated, evaluated and frozen before anything runs. */
export interface Site {
  /** `name` of hive.yml. */
  readonly name: string
  readonly stage: StageName
  readonly rootDirectory: string
  /** The stage's state: keys, CA, maps; `.hive/<stage>` unless set otherwise. */
  readonly contextDirectory: string
  readonly settings: Settings
  /** Name of the active stage's provider. */
  readonly provider: string
  /** The active stage of hive.yml, validated, templates evaluated, keys as in the file. */
  readonly definition: Readonly<Record<string, unknown>>
  /** The mother of the active stage. */
  readonly mother: InventoryObject
  /** Every server in index order. */
  readonly hosts: readonly Host[]
  /** In definition order, as are the others. */
  readonly services: readonly Service[]
  readonly images: readonly Image[]
  readonly volumes: readonly Volume[]
  readonly networks: readonly Network[]
  /** Host and port of the site's registry, e.g. `p-hive3.example:5000` (`hive_registry`). */
  readonly registry: {readonly host: string; readonly port: number; readonly user: string}
  /** What `extra_ca` names: trusted besides the site's own authority. */
  readonly extraAuthorities: readonly Authority[]
  /** Entries of the variable `no_proxy`: what else is reached without a proxy. */
  readonly noProxy: readonly string[]
  /** Names that are reached without a proxy while hive runs in this CI job, and mean nothing after it. */
  readonly jobNames: readonly string[]
  /** Members of every group, all stages, as `hive inventory --list` shows them. */
  readonly groups: ReadonlyMap<string, readonly string[]>
}
