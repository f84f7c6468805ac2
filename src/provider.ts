import type {Change} from './change.ts'
import type {Site} from './site/site.ts'

/** A machine the provider found or made; recognised by its own labels or tags, never by a state file. */
export interface Machine {
  /** The inventory name of the host. */
  readonly name: string
  readonly state: 'running' | 'stopped'
  /** Where the mother reaches sshd. */
  readonly sshAddress: string
  readonly sshPort: number
  /** Private address inside the stage. */
  readonly address: string
  /** Where the world reaches it; left out where that is `address`. */
  readonly publicAddress?: string
  /** The host's public keys, `<type> <base64>`; empty where the provider cannot tell (trust on first use then). */
  readonly hostKeys: readonly string[]
  /** The host to go through, where sshd is not reached from the mother itself; `sshAddress` is as that one sees it. */
  readonly jump?: JumpHost
}

/** A host that is no part of the stage and lets the mother through to hosts behind it, with the stage's key. */
export interface JumpHost {
  readonly address: string
  readonly port: number
  readonly user: string
  /** Its public keys, `<type> <base64>`; empty where nobody can tell (trust on first use then). */
  readonly hostKeys: readonly string[]
}

/** What a provider can do and what its machines are, read as data by shared code. */
export interface Capabilities {
  readonly canHalt: boolean
  readonly canDestroy: boolean
  /** Machines can be given a second disk for DRBD. */
  readonly canAttachDisks: boolean
  readonly canReboot: boolean
  /** The kernel is the machine's own: modules may be loaded, DRBD and IPVS may be there. */
  readonly hasOwnKernel: boolean
}

/** What a provider says about stages of hive.yml, so that every stage can be validated whatever is active. */
export interface StageRules {
  /** Stage attributes that mean nothing here and are refused, e.g. `region` where there are no regions. */
  readonly refuses: readonly string[]
  /** Login user when `hive_admin` is not given. */
  readonly admin: string
  /** Availability zone of the i-th server; left out: `region` + the i-th suffix. */
  zone?(index: number): string | number
  /** `internal_cidr` of stages that name none; left out: engines choose the networks of their containers. */
  readonly internalCidr?: string
}

export interface ProviderRequest {
  readonly site: Site
  readonly signal: AbortSignal
  /** One line about long work, e.g. `building the node image`. */
  readonly progress: (line: string) => void
}

export interface CreateRequest extends ProviderRequest {
  /** Public half of the stage's key, one authorized_keys line. */
  readonly publicKey: string
  readonly changes: readonly Change[]
}

/** The functions a provider's module exports. `create` makes it so; gone is success for `destroy`, stopped for `halt`. */
export interface ProviderModule {
  list(request: ProviderRequest): Promise<readonly Machine[]>
  /** Pure: what `create` would do, sorted and stable. */
  plan(site: Site, found: readonly Machine[]): readonly Change[]
  create(request: CreateRequest): Promise<readonly Machine[]>
  halt(request: ProviderRequest): Promise<void>
  destroy(request: ProviderRequest): Promise<void>
}

export interface Provider {
  readonly name: string
  readonly capabilities: Capabilities
  readonly stageRules: StageRules
  /** Left out by a provider that can be described in an inventory but not built by this version. */
  load?(): Promise<ProviderModule>
}

/**
 * For a plugin's `provider` hook: typed and lazy. Every command that reads an inventory asks all providers for their rules,
 * so they import this from `@hive-ci/cli/provider`, which loads nothing else.
 */
export function defineProvider(provider: Provider): () => Promise<Provider> {
  return async () => provider
}
