import {resolve} from 'node:path'
import {type Change, exitCodes, HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {accessFrom} from '../../api/access.ts'
import {createClient} from '../../api/client.ts'
import {contextKeyName, contextKeyValues} from '../../setup/context-key.ts'
import {planSetup} from '../../setup/plan-setup.ts'
import {readValues} from '../../setup/values-file.ts'
import {readWishFile} from '../../setup/wish-file.ts'

export interface GitlabSetupResult {
  readonly changes: readonly Change[]
  readonly notices: readonly string[]
}

export default class GitlabSetup extends HiveCommand {
  static override summary = "Set up what a stage's pipelines need of their project, and what gitlab.yml asks for."
  static override description =
    `Without --apply it only shows what is missing; the exit status is then 10. Needs HIVE_GITLAB_TOKEN of
a maintainer. What this GitLab does not offer is told and left out; what gitlab.yml does not name stays as it is.
Values of variables come from standard input or a file, YAML with "KEY: value", and are never shown.`
  static override examples = [
    '<%= config.bin %> --stage production <%= command.id %> --plan',
    '<%= config.bin %> --stage production <%= command.id %> --apply',
    '<%= config.bin %> --stage production <%= command.id %> --apply --values - < values.yml',
  ]
  static override flags = {
    plan: Flags.boolean({summary: 'Show what would change and change nothing (the default).', exclusive: ['apply']}),
    apply: Flags.boolean({summary: 'Change it.'}),
    file: Flags.string({default: 'gitlab.yml', summary: 'What the settings should be, in the project directory.'}),
    values: Flags.string({summary: 'Values of variables; "-" is standard input.', helpValue: 'FILE'}),
  }

  async run(): Promise<GitlabSetupResult> {
    const {flags} = await this.parse(GitlabSetup)
    const settings = await this.settings(flags)
    const {stage} = settings
    const wish = await readWishFile(resolve(settings.root_dir, flags.file), flags.file)
    const values = await givenValues(flags.values, stage)
    const client = createClient(await accessFrom(process.env, settings))
    try {
      const {steps, notices} = await planSetup(client, {stage, wish, values})
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

async function givenValues(
  file: string | undefined,
  stage: 'private' | 'staging' | 'production',
): Promise<ReadonlyMap<string, string>> {
  const key = process.env[contextKeyName]?.trim()
  const own = key ? contextKeyValues(stage, key) : []
  return new Map([...own, ...(file === undefined ? [] : await readValues(file))])
}
