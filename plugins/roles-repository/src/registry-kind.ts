import type {Resource, Site} from '@hive-ci/cli'

/** How the registry runs on a family of operating systems. */
export interface RegistryKind {
  readonly packages: readonly Resource[]
  /** Who reads its key and its password file. */
  readonly owner: string
  /** Where its images are, as it sees them. */
  readonly dataDirectory: string
  /** The systemd unit it runs in. */
  readonly unit: string
  /** Seconds it may take until it answers: the container may have to be pulled first. */
  readonly patience: number
  /** The running registry, started anew when one of `files` changed. */
  service(site: Site, files: readonly Resource[]): readonly Resource[]
}
