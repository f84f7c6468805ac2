import {HiveCommand} from '@hive-ci/cli'
import {type FreezeReport, freezeCache} from '../../freeze.ts'
import {freezeLines} from '../../lines.ts'

export default class OfflineFreeze extends HiveCommand {
  static override summary = 'End the recording: from here on the offline cache gives what it holds and asks nobody.'
  static override description =
    'Waits for what is being fetched, and writes checksums of everything. "hive offline certify" tells whether the stage can be built from it.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<FreezeReport> {
    const {flags} = await this.parse(OfflineFreeze)
    const report = await this.session(flags, freezeCache)
    for (const line of freezeLines(report)) this.log(line)
    return report
  }
}
