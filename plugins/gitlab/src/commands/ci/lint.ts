import {readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {HiveCommand} from '@hive-ci/cli'
import {Args, Flags} from '@oclif/core'
import {type Access, accessFrom} from '../../api/access.ts'
import {createClient} from '../../api/client.ts'
import {type LintResult, lintPipeline} from '../../lint/lint.ts'
import {mergedPipeline} from '../../lint/merged.ts'
import {templatesDirectory} from '../../pipeline/templates.ts'

export default class CiLint extends HiveCommand {
  static override summary = 'Check a GitLab pipeline for what GitLab accepts and nobody wants.'
  static override description =
    `Puts the pipeline together as GitLab does, for every kind of pipeline, and looks for gates that do not block,
deployments nobody let pass, production within reach of merge requests, and more. Exit status 1 when there is something.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> ci/deploy.yml',
    '<%= config.bin %> <%= command.id %> --merged merged.yml',
  ]
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      default: '.gitlab-ci.yml',
      description: 'CI file, relative to the project directory.',
    }),
  }

  static override flags = {
    merged: Flags.string({
      summary: 'Let GitLab merge the pipeline, write that to the file and check it; needs HIVE_GITLAB_TOKEN.',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<LintResult> {
    const {args, flags} = await this.parse(CiLint)
    const project = resolve(flags['root-dir'] ?? '.')
    const path = join(project, args.file)
    if (flags.merged !== undefined) {
      await merge(await accessFrom(process.env, await this.settings(flags)), path, resolve(flags.merged))
    }
    const result = await lintPipeline({
      library: {project, templates: templatesDirectory()},
      source: {path: flags.merged === undefined ? path : resolve(flags.merged), isTemplate: false},
      inputs: new Map(),
    })
    for (const {file, line, message, rule} of result.findings) this.log(`${file}:${line}: ${message} (${rule})`)
    for (const address of result.unfollowed) this.log(`Not looked at, for it is not here: ${address}.`)
    for (const template of result.templates) {
      if (template.endsWith(`@v${this.config.version}`)) continue
      this.log(
        `Of ${template} the templates of version ${this.config.version} were looked at, which came with this hive.`,
      )
    }
    if (result.findings.length > 0) process.exitCode = 1
    else this.log(`${args.file}: nothing to object to.`)
    return result
  }
}

/** What other projects and servers hold is in it as well, so nothing stays unseen. */
async function merge(access: Access, path: string, into: string): Promise<void> {
  const client = createClient(access)
  try {
    await writeFile(into, await mergedPipeline(client, await readFile(path, 'utf8'), path))
  } finally {
    await client.close()
  }
}
