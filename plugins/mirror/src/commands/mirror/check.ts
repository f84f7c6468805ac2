import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {type CheckReport, checkMirror} from '../../check-mirror.ts'
import {checkLines} from '../../lines.ts'
import {parallelFlag} from '../../parallel-flag.ts'

export default class MirrorCheck extends HiveCommand {
  static override summary = 'Prove that every locked image is on the mirror, whole, and can be pulled.'
  static override description =
    'Reads every manifest of every platform and fetches the first byte of every blob. The exit status is 1 when anything is missing; hive mirror run --retry then copies just that.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage production --json',
  ]
  static override flags = {parallel: parallelFlag}

  async run(): Promise<CheckReport> {
    const {flags} = await this.parse(MirrorCheck)
    const report = await this.session({...flags, 'check-mode': true}, session =>
      checkMirror(session, {parallel: flags.parallel, environment: process.env}),
    )
    for (const line of checkLines(report)) this.log(line)
    if (report.images.some(({problems}) => problems.length > 0)) process.exitCode = exitCodes.failed
    return report
  }
}
