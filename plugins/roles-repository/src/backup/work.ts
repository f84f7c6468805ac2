import {HiveError, type Session} from '@hive-ci/cli'
import {runBackupProgram} from './repository.ts'

/** What became of one entry of `backup_scripts`, or of the registry. */
export interface BackupOutcome {
  readonly service: string
  readonly name: string
  readonly outcome: 'ok' | 'failed'
  /** What was made, restored or found equal; after a failure the last that was said about it. */
  readonly text: string
}

/**
 * Lets `hive-backup.sh` back up, restore or compare, and tells its outcomes. Throws `HiveError` HOST_FAILED at the end
 * when an entry failed; the others were done nevertheless.
 */
export async function work(
  session: Session,
  words: readonly string[],
  tell: (line: string) => void,
): Promise<readonly BackupOutcome[]> {
  const outcomes = await attempt(session, words, tell)
  const failed = outcomes.filter(({outcome}) => outcome === 'failed')
  if (failed.length === 0) return outcomes
  const reasons = failed.map(({service, name, text}) => `${service}/${name} (${text || 'no reason given'})`)
  throw new HiveError('HOST_FAILED', `${failed.length} of ${outcomes.length} failed: ${reasons.join(', ')}.`)
}

/** The same, and failures are told like all others. Throws `HiveError` HOST_FAILED when the program could not start. */
export async function attempt(
  session: Session,
  words: readonly string[],
  tell: (line: string) => void,
): Promise<readonly BackupOutcome[]> {
  const outcomes: BackupOutcome[] = []
  const status = await runBackupProgram(session, words, line => {
    const outcome = parseOutcome(line)
    if (outcome) outcomes.push(outcome)
    tell(line)
  })
  if (status === 0 || outcomes.some(({outcome}) => outcome === 'failed')) return outcomes
  throw new HiveError('HOST_FAILED', 'hive-backup.sh could not start: another run is at work.')
}

function parseOutcome(line: string): BackupOutcome | undefined {
  const [, word, service, name, text] = /^(OK|FAIL) ([^/]+)\/(\S+) ?(.*)$/.exec(line) ?? []
  if (service === undefined || name === undefined) return undefined
  return {service, name, outcome: word === 'OK' ? 'ok' : 'failed', text: text ?? ''}
}
