import {HiveCommand} from '@hive-ci/cli'
import {statusLines} from '../../lines.ts'
import {cacheStatus, type StatusReport} from '../../status.ts'

export default class OfflineStatus extends HiveCommand {
  static override summary = 'Show whether the offline cache records or is frozen, what it holds and what it lacks.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage production --json',
  ]

  async run(): Promise<StatusReport> {
    const {flags} = await this.parse(OfflineStatus)
    const report = await this.session({...flags, 'check-mode': true}, cacheStatus)
    for (const line of statusLines(report)) this.log(line)
    return report
  }
}
