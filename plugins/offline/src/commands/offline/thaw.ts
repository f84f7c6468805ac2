import {HiveCommand} from '@hive-ci/cli'
import {type ThawReport, thawCache} from '../../thaw.ts'

export default class OfflineThaw extends HiveCommand {
  static override summary = 'Let a frozen offline cache record on, into what it holds.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<ThawReport> {
    const {flags} = await this.parse(OfflineThaw)
    const report = await this.session(flags, thawCache)
    this.log(report.changed ? 'The offline cache records again.' : 'The offline cache was recording already.')
    return report
  }
}
