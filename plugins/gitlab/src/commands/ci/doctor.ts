import {HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {examine, sectionLines} from '../../doctor/examine.ts'
import type {Section} from '../../doctor/section.ts'

export interface DoctorResult {
  readonly sections: readonly Section[]
}

export default class CiDoctor extends HiveCommand {
  static override summary = 'Tell what engine, proxies, registries, authorities and MTU of a job really are.'
  static override description =
    `Waits for the job's Docker engine, where it has one, and checks that templates, runner image and hive are of one
version. Exit status 1 when something is wrong.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --wait 120 --json',
  ]
  static override flags = {
    wait: Flags.integer({
      default: 60,
      min: 0,
      summary: 'How long the engine may take to answer.',
      helpValue: 'SECONDS',
    }),
  }

  async run(): Promise<DoctorResult> {
    const {flags} = await this.parse(CiDoctor)
    const {version} = this.config
    const sections = await examine({version, environment: process.env, patience: flags.wait})
    for (const line of sectionLines(sections)) this.log(line)
    if (sections.some(({problems}) => problems.length > 0)) process.exitCode = 1
    return {sections}
  }
}
