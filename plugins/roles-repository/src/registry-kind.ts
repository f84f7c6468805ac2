import type {Facts, Host, Resource, Shell, Site} from '@hive-ci/cli'
import type {OwnWork} from './own-backup.ts'

/** How the registry runs on a family of operating systems. */
export interface RegistryKind {
  packages(facts: Facts): readonly Resource[]
  /** Who reads its key and its password file. */
  readonly owner: string
  /** Where its images are, as it sees them. */
  readonly dataDirectory: string
  /** Prints the last lines of its log. */
  readonly lastWords: Shell
  /** Seconds it may take until it answers: the container may have to be pulled first. */
  readonly patience: number
  readonly backup: OwnWork
  readonly cleaning: RegistryCleaning
  /** The running registry, started anew when one of `files` changed. */
  running(host: Host, site: Site, files: readonly Resource[]): readonly Resource[]
}

/** How root takes away what no image needs any more. Nothing may be pushed between `begin` and `end`. */
export interface RegistryCleaning {
  /** Prints the directory the registry calls its root. */
  readonly storage: Shell
  readonly begin: Shell
  /** The registry's own garbage collection. */
  readonly collect: Shell
  /** Undoes `begin`, also when it came half way. */
  readonly end: Shell
}
