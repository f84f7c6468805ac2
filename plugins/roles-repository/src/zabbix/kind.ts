import type {Facts, Host, Material, Resource, Shell} from '@hive-ci/cli'
import type {OwnWork} from '../own-backup.ts'

/** How Zabbix runs on a family of operating systems. */
export interface ZabbixKind {
  /** Prints the last lines of what it has to say. */
  readonly lastWords: Shell
  /** Seconds it may take until it answers: a new database has to be filled first. */
  readonly patience: number
  readonly backup: OwnWork
  /** Server, web page and database. */
  running(host: Host, material: Material, facts: Facts): readonly Resource[]
}

/** Context files with the passwords made for this Zabbix. */
export const adminPasswordFile = 'zabbix_admin_password'
export const databasePasswordFile = 'zabbix_database_password'
