import type {Shell, Site} from '@hive-ci/cli'

/** What is backed up of the repository host itself and belongs to no service: the registry, Zabbix's database. */
export interface OwnBackup {
  /** Its name among the services in `hive-backup.sh`, and in the names of its files. */
  readonly target: string
  readonly ext: string
  /** Days a backup is kept. */
  readonly keep: number
  readonly work: OwnWork
}

/** What bash functions hold that run as the login user; a failure says why on standard error. */
export interface OwnWork {
  /** Functions the others call. */
  readonly functions?: Shell
  /** Prints the backup. */
  readonly pack: Shell
  /** Puts the file `$1` back. */
  readonly unpack: Shell
  /** Restores the file `$1` beside what is in use, compares the two and sets `said`; absent where there is no such way. */
  readonly prove?: Shell
}

export const registryTarget = 'hive-registry'
export const zabbixTarget = 'hive-zabbix'

/** The registry's images; hive-builder's files of them have the same names. */
export function registryBackup({settings}: Site, work: OwnWork): OwnBackup {
  return {target: registryTarget, ext: 'tar.gz', keep: days(settings.registry_backup_cleanup_days_before), work}
}

/** Zabbix's database; hive-builder's files of it have the same names. */
export function zabbixBackup({settings}: Site, work: OwnWork): OwnBackup {
  return {target: zabbixTarget, ext: 'sql.gz', keep: days(settings.zabbix_backup_cleanup_days_before), work}
}

function days(setting: unknown): number {
  return typeof setting === 'number' ? setting : 3
}
