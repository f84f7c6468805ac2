import {HiveError, reasonOf, type Service, type Session} from '@hive-ci/cli'
import {zabbixTarget} from '../own-backup.ts'
import {type Backup, limitWords, listBackups, newestOf} from './list.ts'
import {type CopyKind, makeScratchCopy} from './scratch-copy.ts'
import {attempt, type BackupOutcome} from './work.ts'

/** What a restore into a scratch copy of the service has shown of its newest backup. */
export type DrillResult = BackupOutcome & Partial<Omit<Backup, 'service' | 'name'>> & {readonly ageSeconds?: number}

/**
 * Restores the newest backups of each service into copies of it, which are removed again, and that of Zabbix into a
 * database beside its own; what is in use goes on untouched. What cannot be restored is among the results, with the reason.
 */
export async function drill(
  session: Session,
  limit: readonly string[],
  tell: (line: string) => void,
): Promise<readonly DrillResult[]> {
  const services = session.site.services.filter(({name, backupScripts}) =>
    limit.length === 0 ? backupScripts.some(hasData) : limit.includes(name),
  )
  const known = [
    ...services.filter(({backupScripts}) => backupScripts.some(hasData)).map(({name}) => name),
    zabbixTarget,
  ]
  const unknown = limit.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new HiveError('USAGE', `There is no drill for ${unknown.join(', ')}.`)
  const results: DrillResult[] = []
  if (limit.length === 0 || limit.includes(zabbixTarget)) results.push(...(await drillZabbix(session, limit, tell)))
  for (const service of services) {
    const backups = newestOf(await listBackups(session, [service.name]))
    for (const kind of kindsOf(service)) {
      const outcomes = await drillCopy(session, service.name, kind, tell).catch((error: unknown) => {
        session.signal.throwIfAborted()
        return entriesOf(service, kind).map(name => failed(service.name, name, reasonOf(error)))
      })
      results.push(...outcomes.map(outcome => withBackup(outcome, backups, Date.now())))
    }
  }
  return results
}

/** One line for people. */
export function drillLine({service, name, outcome, text, bytes, ageSeconds, checksum}: DrillResult): string {
  const said = outcome === 'ok' ? text : `FAILED: ${text || 'no reason given'}`
  if (ageSeconds === undefined) return `${service}/${name}: ${said}`
  const hours = (ageSeconds / 3600).toFixed(1)
  return `${service}/${name}: ${said}; ${hours} hours old, ${bytes} bytes, sha256 ${checksum ?? 'unknown'}`
}

/** What is known of the backup an outcome is about, at a time in milliseconds since 1970. */
export function withBackup(outcome: BackupOutcome, backups: readonly Backup[], now: number): DrillResult {
  const backup = backups.find(({name}) => name === outcome.name)
  if (!backup) return outcome
  return {...outcome, ...backup, ageSeconds: Math.round((now - Date.parse(backup.time)) / 1000)}
}

/** Without a limit nothing comes of it where there is no Zabbix. */
async function drillZabbix(
  session: Session,
  limit: readonly string[],
  tell: (line: string) => void,
): Promise<readonly DrillResult[]> {
  const words = limit.length === 0 ? [] : limitWords([zabbixTarget])
  const outcomes = await attempt(session, ['--prove', ...words], tell)
  if (outcomes.length === 0) return []
  const backups = newestOf(await listBackups(session, [zabbixTarget]))
  return outcomes.map(outcome => withBackup(outcome, backups, Date.now()))
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
    return await attempt(session, ['--into', copy.place, '--kind', kind, '-l', service], tell)
  } finally {
    await copy.remove()
  }
}

function kindsOf({backupScripts}: Service): readonly CopyKind[] {
  return [...new Set(backupScripts.filter(hasData).map(kindOf))]
}

function entriesOf({backupScripts}: Service, kind: CopyKind): readonly string[] {
  return backupScripts.filter(script => hasData(script) && kindOf(script) === kind).map(({name}) => name)
}

function failed(service: string, name: string, text: string): BackupOutcome {
  return {service, name, outcome: 'failed', text}
}

type Script = Service['backupScripts'][number]

function kindOf(script: Script): CopyKind {
  return runsCommands(script) ? 'command' : 'directory'
}

function runsCommands({backupCommand, restoreCommand}: Script): boolean {
  return backupCommand !== undefined || restoreCommand !== undefined
}

function hasData(script: Script): boolean {
  return script.directory !== undefined || runsCommands(script)
}
