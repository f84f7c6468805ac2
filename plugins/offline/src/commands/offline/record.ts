import {join} from 'node:path'
import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {recordLines} from '../../lines.ts'
import {type RecordReport, recordStage} from '../../record.ts'

export default class OfflineRecord extends HiveCommand {
  static override summary = 'Build a copy of the stage from nothing while the offline cache records.'
  static override description =
    'So everything is asked for, also what this machine or the stage has already: the operating system, packages, images. It happens in a place that reaches nothing but the cache, and is removed afterwards. The exit status is 1 when the build failed.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<RecordReport> {
    const {flags} = await this.parse(OfflineRecord)
    const command = [join(this.config.root, 'bin', 'hive'), 'all']
    const report = await this.session(flags, session => recordStage(session, {command, environment: process.env}))
    for (const line of recordLines(report)) this.log(line)
    if (!report.recorded) process.exitCode = exitCodes.failed
    return report
  }
}
