import {join, resolve} from 'node:path'
import {HiveCommand, HiveError} from '@hive-ci/cli'
import {Args, Flags} from '@oclif/core'
import {templateFile, templatesDirectory} from '../../pipeline/templates.ts'
import {renderPipeline} from '../../render/render.ts'

export interface RenderResult {
  readonly pipeline: string
}

export default class CiRender extends HiveCommand {
  static override summary = 'Print a pipeline in one file, without includes.'
  static override description =
    `A template that came with hive, or a CI file of the project. Commit the result where the server cannot include the
templates, or is of GitLab 16; publish it with --bundle where others include it by its address.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> hive --input layout=phases --input "stages=[private, production]"',
    '<%= config.bin %> <%= command.id %> hive --bundle > hive.yml',
    '<%= config.bin %> <%= command.id %> .gitlab-ci.yml --server 16.4',
  ]
  static override args = {
    name: Args.string({
      ignoreStdin: true,
      default: 'hive',
      description: 'A template, or a CI file relative to the project directory.',
    }),
  }
  static override flags = {
    input: Flags.string({
      multiple: true,
      summary: 'Value of an input; YAML where it is no string.',
      helpValue: 'NAME=VALUE',
    }),
    bundle: Flags.boolean({summary: 'Keep the inputs: one file to be included.', exclusive: ['input']}),
    server: Flags.string({
      summary: 'Leave out what a GitLab server of this version does not know.',
      helpValue: 'VERSION',
    }),
  }

  async run(): Promise<RenderResult> {
    const {args, flags} = await this.parse(CiRender)
    if (flags.server !== undefined && !/^\d+\.\d+/.test(flags.server)) {
      throw new HiveError('USAGE', `--server ${flags.server} is no version; one like 16.4 is expected.`)
    }
    const library = {project: resolve(flags['root-dir'] ?? '.'), templates: templatesDirectory()}
    const isTemplate = !args.name.includes('.')
    const path = isTemplate ? await templateFile(args.name, library.templates) : join(library.project, args.name)
    const pipeline = await renderPipeline({
      library,
      source: {path, isTemplate},
      inputs: flags.input ?? [],
      server: flags.server,
      isOpen: flags.bundle,
    })
    this.log(pipeline.trimEnd())
    return {pipeline}
  }
}
