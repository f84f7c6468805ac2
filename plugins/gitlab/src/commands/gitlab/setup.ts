import {type Change, exitCodes, HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {accessFrom} from '../../api/access.ts'
import {createClient} from '../../api/client.ts'
import {planSetup} from '../../setup/plan-setup.ts'

export interface GitlabSetupResult {
  readonly changes: readonly Change[]
  readonly notices: readonly string[]
}

export default class GitlabSetup extends HiveCommand {
  static override summary = "Set up the project's environment, variables and schedule for a stage's pipelines."
  static override description =
    `Without --apply it only shows what is missing; the exit status is then 10. Needs HIVE_GITLAB_TOKEN of
a maintainer. What this GitLab does not offer is told and left out.`
  static override examples = [
    '<%= config.bin %> --stage production <%= command.id %> --plan',
    '<%= config.bin %> --stage production <%= command.id %> --apply',
  ]
  static override flags = {
    plan: Flags.boolean({summary: 'Show what would change and change nothing (the default).', exclusive: ['apply']}),
    apply: Flags.boolean({summary: 'Change it.'}),
  }

  async run(): Promise<GitlabSetupResult> {
    const {flags} = await this.parse(GitlabSetup)
    const {stage} = await this.settings(flags)
    const client = createClient(await accessFrom(process.env))
    try {
      const {steps, notices} = await planSetup(client, {stage, environment: process.env})
      for (const {change, apply} of steps) {
        if (flags.apply) await apply()
        this.log([`${change.action} ${change.id}`, ...change.details.map(line => `    ${line}`)].join('\n'))
      }
      for (const notice of notices) this.warn(notice)
      if (steps.length === 0) this.log('Nothing to change.')
      else if (!flags.apply) process.exitCode = exitCodes.changesPending
      return {changes: steps.map(({change}) => change), notices}
    } finally {
      await client.close()
    }
  }
}
