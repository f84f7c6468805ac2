import {join} from 'node:path'
import {exitCodes, HiveCommand} from '@hive-ci/cli'
import {type CertifyReport, certifyCache} from '../../certify.ts'
import {certifyLines} from '../../lines.ts'

export default class OfflineCertify extends HiveCommand {
  static override summary =
    'Build a copy of the stage from the frozen cache alone, and name every artefact that is missing.'
  static override description =
    'Everything happens in a place that reaches nothing but the cache, and is removed afterwards. The exit status is 1 when anything is missing.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<CertifyReport> {
    const {flags} = await this.parse(OfflineCertify)
    const command = [join(this.config.root, 'bin', 'hive'), 'all']
    const report = await this.session(flags, session => certifyCache(session, {command, environment: process.env}))
    for (const line of certifyLines(report)) this.log(line)
    if (!report.certified) process.exitCode = exitCodes.failed
    return report
  }
}
