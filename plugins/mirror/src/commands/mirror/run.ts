import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {mirrorLines} from '../../lines.ts'
import {mirrorImages} from '../../mirror-images.ts'
import {parallelFlag} from '../../parallel-flag.ts'
import type {MirrorReport} from '../../report.ts'

export default class MirrorRun extends HiveCommand {
  static override summary = 'Copy every image the stage needs to the mirror, and lock it.'
  static override description =
    'What the mirror has is not copied again, so an interrupted run continues with the same command. Images that cannot be copied are listed at the end with the reason; the exit status is then 1.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --retry',
    '<%= config.bin %> <%= command.id %> --update --dry-run',
  ]
  static override flags = {
    'dry-run': Flags.boolean({summary: 'Show what would be copied and change nothing.'}),
    update: Flags.boolean({summary: 'Ask the sources which image each tag is now, whatever is locked.'}),
    retry: Flags.boolean({summary: 'Only what failed in the last run or check.'}),
    parallel: parallelFlag,
  }

  async run(): Promise<MirrorReport> {
    const {flags} = await this.parse(MirrorRun)
    const {update, retry, parallel} = flags
    const report = await this.session({...flags, 'check-mode': flags['dry-run']}, session =>
      mirrorImages(session, {update, retry, parallel, environment: process.env}),
    )
    for (const line of mirrorLines(report)) this.log(line)
    if (report.images.some(({state}) => state === 'failed')) process.exitCode = exitCodes.failed
    return report
  }
}
