import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {type DrillResult, drill, drillLine} from '../backup/drill.ts'
import {type Backup, backupLine, limitWords, listBackups} from '../backup/list.ts'
import {type BackupOutcome, work} from '../backup/work.ts'

export interface BackupResult {
  readonly backups: readonly (BackupOutcome | Backup | DrillResult)[]
}

export default class BackupCommand extends HiveCommand {
  static override summary =
    'Back up services, the registry and Zabbix, list the backups, or prove that they can be restored.'
  static override description = 'Backups are kept in the directory backup of the login user on the repository host.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit-target db,hive-registry',
    '<%= config.bin %> <%= command.id %> --list --json',
    '<%= config.bin %> <%= command.id %> --drill',
  ]
  static override flags = {
    'limit-target': Flags.string({
      char: 'l',
      summary: 'Only these services, hive-registry or hive-zabbix.',
      helpValue: 'NAME,...',
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
    }),
    list: Flags.boolean({summary: 'Only show what backups there are.', exclusive: ['drill']}),
    drill: Flags.boolean({
      summary:
        'Restore the newest backup of each service, and of Zabbix, into a copy of it and compare; what is in use is not touched.',
    }),
  }

  async run(): Promise<BackupResult> {
    const {flags} = await this.parse(BackupCommand)
    const limit = flags['limit-target'] ?? []
    const backups = await this.session(flags, async session => {
      if (flags.list) {
        const found = await listBackups(session, limit)
        for (const backup of found) this.log(backupLine(backup))
        return found
      }
      if (!flags.drill) return work(session, limitWords(limit), line => this.log(line))
      const results = await drill(session, limit, () => {})
      for (const result of results) this.log(drillLine(result))
      if (results.some(({outcome}) => outcome === 'failed')) process.exitCode = exitCodes.failed
      return results
    })
    return {backups}
  }
}
