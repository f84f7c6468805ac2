import {HiveError, reasonOf, type Service, type Session} from '@hive-ci/cli'
import {type Backup, listBackups, newestOf} from './list.ts'
import {type CopyKind, makeScratchCopy} from './scratch-copy.ts'
import {type BackupOutcome, work} from './work.ts'

/** What a restore into a scratch copy of the service has shown of its newest backup. */
export type DrillResult = BackupOutcome & Partial<Omit<Backup, 'service' | 'name'>> & {readonly ageSeconds?: number}

/**
 * Restores the newest backups of each service into copies of it, which are removed again; the services themselves go on
 * untouched. Throws `HiveError` HOST_FAILED naming those whose backups are not good, after all were tried.
 */
export async function drill(
  session: Session,
  limit: readonly string[],
  tell: (line: string) => void,
): Promise<readonly DrillResult[]> {
  const services = session.site.services.filter(({name, backupScripts}) =>
    limit.length === 0 ? backupScripts.some(hasData) : limit.includes(name),
  )
  const unknown = limit.filter(
    name => !services.some(service => service.name === name && service.backupScripts.some(hasData)),
  )
  if (unknown.length > 0) throw new HiveError('USAGE', `Nothing is backed up of ${unknown.join(', ')}.`)
  const results: DrillResult[] = []
  const failed: string[] = []
  for (const service of services) {
    const backups = newestOf(await listBackups(session, [service.name]))
    for (const kind of kindsOf(service)) {
      try {
        const outcomes = await drillCopy(session, service.name, kind, tell)
        results.push(...outcomes.map(outcome => withBackup(outcome, backups)))
      } catch (error) {
        session.signal.throwIfAborted()
        failed.push(`${service.name}: ${reasonOf(error)}`)
      }
    }
  }
  if (failed.length > 0) throw new HiveError('HOST_FAILED', `Not all backups can be restored. ${failed.join(' ')}`)
  return results
}

/** One line for people. */
export function drillLine({service, name, text, bytes, ageSeconds = 0, checksum}: DrillResult): string {
  const hours = (ageSeconds / 3600).toFixed(1)
  return `${service}/${name}: ${text}; ${hours} hours old, ${bytes} bytes, sha256 ${checksum ?? 'unknown'}`
}

async function drillCopy(
  session: Session,
  service: string,
  kind: CopyKind,
  tell: (line: string) => void,
): Promise<readonly BackupOutcome[]> {
  session.report({type: 'progress', target: service, text: 'restores its newest backup into a copy'})
  const copy = await makeScratchCopy(session, service, kind)
  try {
    return await work(session, ['--into', copy.place, '--kind', kind, '-l', service], tell)
  } finally {
    await copy.remove()
  }
}

function kindsOf({backupScripts}: Service): readonly CopyKind[] {
  return [...new Set(backupScripts.filter(hasData).map(script => (runsCommands(script) ? 'command' : 'directory')))]
}

type Script = Service['backupScripts'][number]

function runsCommands({backupCommand, restoreCommand}: Script): boolean {
  return backupCommand !== undefined || restoreCommand !== undefined
}

function hasData(script: Script): boolean {
  return script.directory !== undefined || runsCommands(script)
}

function withBackup(outcome: BackupOutcome, backups: readonly Backup[]): DrillResult {
  const backup = backups.find(({name}) => name === outcome.name)
  if (!backup) return outcome
  return {...outcome, ...backup, ageSeconds: Math.round((Date.now() - Date.parse(backup.time)) / 1000)}
}
