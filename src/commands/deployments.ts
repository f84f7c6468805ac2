import {Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {HiveError} from '../error.ts'
import {type Deployment, previousDeployment, readDeployments} from '../phases/deployments.ts'

export interface DeploymentsResult {
  /** The newest first. */
  readonly deployments: readonly Deployment[]
}

export default class Deployments extends HiveCommand {
  static override summary = 'List what was deployed to the stage, the newest first: commits, and images by digest.'
  static override description =
    `Remembered in the context of the stage each time all its services were deployed; what is there tells what
to go back to: check the commit out and run hive all --images-of COMMIT. The newest one may have begun and not finished.`
  static override examples = [
    '<%= config.bin %> --stage production <%= command.id %>',
    '<%= config.bin %> --stage production <%= command.id %> --previous',
  ]
  static override flags = {
    previous: Flags.boolean({
      summary:
        'Print only the commit that was wholly deployed before the present one, or before the one that was begun.',
    }),
  }

  async run(): Promise<DeploymentsResult> {
    const {flags} = await this.parse(Deployments)
    const site = await this.site(flags)
    const deployments = await readDeployments(site.contextDirectory)
    if (!flags.previous) {
      for (const line of deployments.flatMap(linesOf)) this.log(line)
      return {deployments}
    }
    const previous = previousDeployment(deployments)
    if (previous === undefined) throw nothingBefore(site.stage, site.contextDirectory)
    if (previous.commit === undefined) throw unknownCommit(site.stage, previous)
    this.log(previous.commit)
    return {deployments: [previous]}
  }
}

function linesOf({at, commit, images, begun}: Deployment): readonly string[] {
  const end = begun ? '  begun, not finished' : ''
  return [
    `${at}  ${commit ?? 'no commit'}${end}`,
    ...Object.entries(images).map(([name, image]) => `  ${name}: ${image}`),
  ]
}

function nothingBefore(stage: string, directory: string): HiveError {
  return new HiveError(
    'CONTEXT_INVALID',
    `Stage ${stage} has no whole deployment of another commit before the present one.`,
    {
      suggestions: [`Deployments are remembered in ${directory}, which "hive context pull" brings.`],
    },
  )
}

function unknownCommit(stage: string, {at}: Deployment): HiveError {
  return new HiveError(
    'CONTEXT_INVALID',
    `What was deployed to stage ${stage} before, at ${at}, is of no commit: its files were changed and not committed.`,
    {suggestions: ['Choose a commit that "hive deployments" lists, and name it instead.']},
  )
}
