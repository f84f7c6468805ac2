import {Flags} from '@oclif/core'
import {HiveError} from '../error.ts'
import {lockFlags, startPhaseFlag} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import {deploymentOf, readDeployments} from '../phases/deployments.ts'
import {phaseNamed, phasesFrom} from '../phases/phase.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Site} from '../site/site.ts'
import {withImages} from '../site/with-images.ts'

export interface AllResult {
  readonly phases: readonly PhaseReport[]
}

export default class All extends PhaseCommand {
  static override summary = 'Run the phases, from where the last run stopped to the last.'
  static override description =
    `A run that was stopped or failed continues with the phase it was in. After a complete run all
phases are run again: what is already as described is looked at and left alone.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage staging --start-phase build-images',
  ]
  static override flags = {
    'start-phase': startPhaseFlag,
    ...lockFlags,
    'images-of': Flags.string({
      summary: 'Run the images services ran when this commit was deployed; see hive deployments.',
      helpValue: 'COMMIT',
    }),
  }

  async run(): Promise<AllResult> {
    const {flags} = await this.parse(All)
    return {
      phases: await this.runPhases(
        startPhase => phasesFrom(phaseNamed(flags['start-phase'] ?? startPhase)),
        flags,
        site => withDeployedImages(site, flags['images-of']),
      ),
    }
  }
}

async function withDeployedImages(site: Site, commit: string | undefined): Promise<Site> {
  if (commit === undefined) return site
  const found = deploymentOf(await readDeployments(site.contextDirectory), commit)
  if (found) return withImages(site, found.images)
  throw new HiveError(
    'CONTEXT_INVALID',
    `The commit ${commit} is not known to have been deployed to stage ${site.stage}.`,
    {
      suggestions: ['"hive deployments" lists those that are.'],
    },
  )
}
