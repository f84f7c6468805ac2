import {Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {exitCodes} from '../error.ts'
import {annotationsFlag} from '../flags.ts'
import {writeOutput} from '../output-file.ts'
import {annotate, artifactLinks, siteLinks, testLinks} from '../project/annotations.ts'
import {painter} from '../reporter/paint.ts'
import {junitXml} from '../verify/report/junit.ts'
import {tapLines} from '../verify/report/tap.ts'
import {verifyLines} from '../verify/report/terminal.ts'
import {type VerifyReport, verifySite} from '../verify/verify-site.ts'

export default class Test extends HiveCommand {
  static override summary = 'Test the running stage: what its inventory says, and the tests of the project.'
  static override description = `Hosts, services, health checks, networks, volumes, the registry and published ports are
tested by the inventory itself. The directory "tests" adds probes (*.yml) and programs, which pass when they exit 0.
The exit status is 1 when something does not hold.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage staging --wait 120 --junit test.xml',
  ]
  static override flags = {
    wait: Flags.integer({
      summary: 'Try again until everything holds or this many seconds are over.',
      helpValue: 'SECONDS',
      default: 0,
      min: 0,
    }),
    junit: Flags.string({summary: 'Write the results as JUnit XML as well.', helpValue: 'FILE'}),
    annotations: annotationsFlag,
    tap: Flags.boolean({summary: 'Print the results in the Test Anything Protocol.', exclusive: ['json']}),
  }

  async run(): Promise<VerifyReport> {
    const {flags} = await this.parse(Test)
    const quiet = {...flags, 'check-mode': true}
    const {report, links} = await this.session(
      quiet,
      async session => ({
        report: await verifySite(session, flags.wait),
        links: siteLinks(session.site, process.env),
      }),
      {resultOnly: flags.tap},
    )
    if (flags.junit !== undefined) await writeOutput(flags.junit, junitXml(report))
    if (flags.annotations !== undefined) {
      const label = `${report.passed} passed, ${report.failed} failed`
      const junit = flags.junit === undefined ? [] : artifactLinks(process.env, 'JUnit', flags.junit)
      await annotate(flags.annotations, `hive test: ${report.stage}`, [
        ...links,
        ...testLinks(process.env, label),
        ...junit,
      ])
    }
    const paint = painter(process.stdout)
    for (const line of flags.tap ? tapLines(report) : verifyLines(report, paint, flags.verbose)) this.log(line)
    if (report.outcome === 'failed') process.exitCode = exitCodes.failed
    return report
  }
}
