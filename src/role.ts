import type {Change} from './change.ts'
import type {Resource} from './resource/resource.ts'
import type {Session} from './session.ts'
import type {Secret} from './shell/secret.ts'
import type {Shell} from './shell/sh.ts'
import type {Host, InventoryObject, Site} from './site/site.ts'

/** What a host said about itself: name of the fact -> trimmed text, '' when it had nothing to say. */
export type Facts = Readonly<Record<string, string>>

/**
 * Texts of context files (keys, certificates, password hashes) a role asked for with `material`, by their paths
 * relative to the context directory. Asking for a path the role did not declare is a bug and throws.
 */
export interface Material {
  text(path: string): string
  /** The same text, wrapped, for content nobody may read. */
  secret(path: string): Secret
}

/** Which machines a role's play runs over. */
export type RoleGroup = 'servers' | 'hives' | 'repository'

/**
 * A role of a host: a pure function from what is wanted and what was found to a list of resources, applied in that
 * order. No I/O, no clock, no random, no environment.
 */
export interface HostRole {
  readonly kind: 'host'
  /** File name, `-T` tag and heading in reports. */
  readonly name: string
  readonly group: RoleGroup
  /** What services may count on once the role has run; a repository's log server is where they send their output. */
  readonly provides?: 'log-server'
  /** What it leaves on the host says something of each service, so deploy-services applies it again. */
  readonly followsServices?: boolean
  /** Left out: every host of the role's group. */
  appliesTo?(host: Host, site: Site): boolean
  /**
   * Images the role runs on the host by itself, as the inventory has them: they are mirrored before there is a host that
   * could be asked.
   */
  images?(host: Host, site: Site): readonly string[]
  /** What the role wants to know first; all roles' facts of a host are gathered together in one exec. Read only. */
  readonly facts?: Readonly<Record<string, Shell>>
  /**
   * Work on the mother before any host's program is made: the keys, certificates and passwords that `material` names.
   * Writes to the context directory only.
   */
  prepare?(session: Session): Promise<readonly RoleChange[]>
  /** Context files the role puts on the host; read after `prepare`, before `resources` is called. */
  material?(host: Host, site: Site): readonly string[]
  /** What a reader should know about the host, whole sentences; one that several hosts share is said once. */
  warnings?(host: Host, site: Site, facts: Facts): readonly string[]
  /** What `hive test` asks of the host because of the role, besides what the inventory says of every site. */
  checks?(host: Host, site: Site): readonly RoleCheck[]
  resources(host: Host, site: Site, facts: Facts, material: Material): readonly Resource[]
  /**
   * What is left when hosts and cluster are as they should be: telling a server that runs now, through its API, what it
   * has to know. Looks first, then changes what differs; undefined when there is no such server. Called with the hosts of
   * the role this run has set up, unless there are none; when it fails, everything else stands.
   */
  conclude?(session: Session, hosts: readonly SetUpHost[]): Promise<readonly RoleChange[] | undefined>
}

/** A host whose roles have done their work. */
export interface SetUpHost {
  readonly host: Host
  /** What it said before that; the role's own facts among them. */
  readonly facts: Facts
}

/** One thing that must hold of a host once its role has run; `hive test` looks at all of them in one exec of the host. */
export interface RoleCheck {
  /** What holds when it passes, as a sentence without its full stop. Unique within the role, over all hosts. */
  readonly title: string
  /** The object of the inventory that wants it, whose line a failure names. */
  readonly wantedBy?: InventoryObject
  /** Read only, over in seconds, run as root. Checks of a host that look alike share one answer. */
  readonly look: Shell
  /** Judges the trimmed output of `look`, '' when it failed. */
  judge(answer: string): Finding
}

/** How a check came out. */
export interface Finding {
  /** What was found instead, whole sentences; absent when the check holds. */
  readonly problem?: string
  /** What is worth knowing although it holds, for example the age of a backup; one line. */
  readonly note?: string
}

/** A role of the cluster as a whole, told through the hosts' Docker engines: look first, then change what differs. */
export interface ClusterRole {
  readonly kind: 'cluster'
  readonly name: string
  /** `hosts`: the hives of this run; others may be asked, but need not answer and are not changed. */
  plan(session: Session, hosts: readonly Host[]): Promise<readonly RoleChange[]>
}

/** A planned change that carries how to make it; check mode prints it and leaves `apply` alone. */
export interface RoleChange extends Change {
  apply(): Promise<void>
}

/**
 * A place in the running order that a project may fill with a role of this name: one for Ansible, which is applied to all
 * hosts of the group in one run, or a native one (`role.ts` with `defineHostRole`), which becomes a part of each host's
 * program. What stands before the place is applied before it, what stands behind after it. Nothing happens in a project
 * without such a role.
 */
export interface ProjectRole {
  readonly kind: 'project'
  readonly name: string
  readonly group: RoleGroup
}

export type Role = HostRole | ClusterRole | ProjectRole

export function defineHostRole(role: Omit<HostRole, 'kind'>): HostRole {
  return {kind: 'host', ...role}
}

export function defineClusterRole(role: Omit<ClusterRole, 'kind'>): ClusterRole {
  return {kind: 'cluster', ...role}
}

export function defineProjectRole(role: Omit<ProjectRole, 'kind'>): ProjectRole {
  return {kind: 'project', ...role}
}

/**
 * An image role of a project (`roles/<name>/role.ts`) or of hive (`plugins/roles-image`): pure like a host role, applied
 * inside a build container or a running task through docker exec.
 */
export interface ImageRole {
  readonly kind: 'image'
  readonly name: string
  /** What the role wants to know about the container first, besides what every host is asked. Read only. */
  readonly facts?: Readonly<Record<string, Shell>>
  /**
   * Work on the mother before `resources` is called: keys and certificates that `material` names. Looks; what differs is
   * carried out unless nothing shall change. Writes to the context directory only.
   */
  prepare?(target: ImageTarget, site: Site): Promise<readonly RoleChange[]>
  /** Context files the role puts into the container. */
  material?(target: ImageTarget, site: Site): readonly string[]
  /**
   * Called once more without any facts: what it returns then is a part of what the image is known by, so that an image
   * is built anew when its role says something new.
   */
  resources(target: ImageTarget, site: Site, facts: Facts, material: Material): readonly Resource[]
  /** Environment variables an image that is built with the role has, as far as neither its base nor `image.env` has them. */
  environment?(target: ImageTarget, site: Site): Readonly<Record<string, string>>
}

/** The container an image role is applied to. */
export interface ImageTarget {
  /** Service whose image is built or whose task is initialized. */
  readonly service: string
  /** The project's directory of this role, absolute; files beside `role.ts` are read from here by the role's module. */
  readonly roleDirectory: string
  /** A variable of the image (build) or service (initialize) object, template evaluated; undefined when there is none. */
  variable(name: string): unknown
}

export function defineImageRole(role: Omit<ImageRole, 'kind'>): ImageRole {
  return {kind: 'image', ...role}
}

/** What a plugin's `roles` hook returns: its roles in running order. */
export interface RoleSet {
  /** `setup-hosts` position of the whole set: host roles first, then the repository's, then the cluster's. */
  readonly stage: 'host' | 'repository' | 'cluster' | 'image'
  readonly roles: readonly (Role | ImageRole)[]
}

export function defineRoles(stage: RoleSet['stage'], roles: RoleSet['roles']): () => Promise<RoleSet> {
  return async () => ({stage, roles})
}
