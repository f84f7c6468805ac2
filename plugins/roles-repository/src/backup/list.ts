import type {Session} from '@hive-ci/cli'
import {runBackupProgram} from './repository.ts'

/** A backup that is kept on the repository host. */
export interface Backup {
  readonly service: string
  /** Of the entry of `backup_scripts`. */
  readonly name: string
  readonly file: string
  readonly bytes: number
  /** ISO 8601. */
  readonly time: string
  /** SHA-256; undefined for files hive did not make. */
  readonly checksum?: string
}

/** Every backup there is, each entry's oldest first. */
export async function listBackups(session: Session, services: readonly string[]): Promise<readonly Backup[]> {
  const backups: Backup[] = []
  await runBackupProgram(session, ['--list', ...limitWords(services)], line => backups.push(parseBackup(line)))
  return backups
}

/** The newest backup of each entry. */
export function newestOf(backups: readonly Backup[]): readonly Backup[] {
  return [...new Map(backups.map(backup => [backup.name, backup])).values()]
}

export function limitWords(services: readonly string[]): readonly string[] {
  return services.length === 0 ? [] : ['-l', services.join(',')]
}

/** One line for people. */
export function backupLine({service, name, file, bytes, time, checksum}: Backup): string {
  return [`${service}/${name}`, file, time, `${bytes} bytes`, checksum && `sha256 ${checksum}`]
    .filter(Boolean)
    .join('  ')
}

function parseBackup(line: string): Backup {
  const [service = '', name = '', file = '', bytes, seconds, checksum] = line.split('\t')
  return {
    service,
    name,
    file,
    bytes: Number(bytes),
    time: new Date(Number(seconds) * 1000).toISOString(),
    ...(checksum !== 'unknown' && {checksum}),
  }
}
