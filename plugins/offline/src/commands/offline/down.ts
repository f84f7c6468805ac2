import {HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {type DownReport, removeCache} from '../../down.ts'
import {downLines} from '../../lines.ts'

export default class OfflineDown extends HiveCommand {
  static override summary = 'Remove the offline cache; what it recorded stays unless told otherwise.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --data --dry-run',
  ]
  static override flags = {
    data: Flags.boolean({summary: 'Remove what was recorded, too.'}),
    'dry-run': Flags.boolean({summary: 'Show what would be removed and remove nothing.'}),
  }

  async run(): Promise<DownReport> {
    const {flags} = await this.parse(OfflineDown)
    const {data, 'dry-run': dryRun} = flags
    const report = await this.session({...flags, 'check-mode': dryRun}, session => removeCache(session, {data, dryRun}))
    for (const line of downLines(report)) this.log(line)
    return report
  }
}
