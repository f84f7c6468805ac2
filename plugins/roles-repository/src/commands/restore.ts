import {HiveCommand, HiveError, type Session} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {confirm} from '../backup/confirm.ts'
import {limitWords, listBackups, newestOf} from '../backup/list.ts'
import {type BackupOutcome, work} from '../backup/work.ts'

export interface RestoreResult {
  readonly restored: readonly BackupOutcome[]
}

export default class Restore extends HiveCommand {
  static override summary = 'Put the data of services back as it was in a backup.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --limit-target db',
    '<%= config.bin %> <%= command.id %> --limit-target db --from backup-dump-20260131010000.sql --yes',
  ]
  static override flags = {
    'limit-target': Flags.string({
      char: 'l',
      summary: 'These services, hive-registry or hive-zabbix.',
      helpValue: 'NAME,...',
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      required: true,
    }),
    from: Flags.string({
      summary: 'This backup instead of the newest one, as --list of backup shows it.',
      helpValue: 'FILE',
    }),
    yes: Flags.boolean({char: 'y', summary: 'Do not ask.'}),
  }

  async run(): Promise<RestoreResult> {
    const {flags} = await this.parse(Restore)
    const {from, yes, 'limit-target': services} = flags
    const restored = await this.session(flags, async session => {
      if (!yes) await this.ask(session, services, from)
      return work(session, ['-r', ...limitWords(services), ...(from ? ['--from', from] : [])], line => this.log(line))
    })
    return {restored}
  }

  private async ask(session: Session, services: readonly string[], from: string | undefined): Promise<void> {
    const backups = from === undefined ? newestOf(await listBackups(session, services)) : [{file: from}]
    const files = backups.map(({file}) => file).join(', ') || 'nothing, because there is no backup'
    const question = `The present data of ${services.join(', ')} will be replaced by ${files}.`
    if (await confirm(question, session.signal)) return
    throw new HiveError('INTERRUPTED', 'Nothing was restored, because you did not say yes.')
  }
}
