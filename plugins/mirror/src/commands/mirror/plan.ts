import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {mirrorLines} from '../../lines.ts'
import {mirrorImages} from '../../mirror-images.ts'
import {parallelFlag} from '../../parallel-flag.ts'
import type {MirrorReport} from '../../report.ts'

export default class MirrorPlan extends HiveCommand {
  static override summary = 'Show what hive mirror run would copy, and change nothing.'
  static override description =
    'The exit status is 0 when the mirror has everything, 10 when something would be copied, 1 when something cannot be.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage production --update --json',
  ]
  static override flags = {
    update: Flags.boolean({summary: 'Ask the sources which image each tag is now, whatever is locked.'}),
    parallel: parallelFlag,
  }

  async run(): Promise<MirrorReport> {
    const {flags} = await this.parse(MirrorPlan)
    const {update, parallel} = flags
    const report = await this.session({...flags, 'check-mode': true}, session =>
      mirrorImages(session, {update, parallel, retry: false, environment: process.env}),
    )
    for (const line of mirrorLines(report)) this.log(line)
    const has = (state: string) => report.images.some(image => image.state === state)
    if (has('failed')) process.exitCode = exitCodes.failed
    else if (has('to-copy')) process.exitCode = exitCodes.changesPending
    return report
  }
}
