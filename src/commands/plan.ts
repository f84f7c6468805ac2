import {Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {exitCodes} from '../error.ts'
import {annotationsFlag} from '../flags.ts'
import {writeOutput} from '../output-file.ts'
import type {PhaseName} from '../phase-name.ts'
import {isPending} from '../phases/plan-phases.ts'
import {lookAtStage, type StageLook} from '../plan/look-at-stage.ts'
import {planFileOf} from '../plan/plan-file.ts'
import {formatPlan, planFormats} from '../plan/plan-format.ts'
import {annotate, artifactLinks} from '../project/annotations.ts'
import type {PhaseReport} from '../reporter/event.ts'

export interface PlanResult {
  readonly phases: readonly PhaseReport[]
  /** The phases behind them that hive apply runs although they could not be looked at. */
  readonly unseen: readonly PhaseName[]
}

export default class Plan extends HiveCommand {
  static override summary = 'Show what hive all would change, and change nothing.'
  static override description = 'The exit status is 0 when there is nothing to change and 10 when there is.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage production --out production.plan',
    '<%= config.bin %> <%= command.id %> --format markdown',
  ]
  static override flags = {
    out: Flags.string({summary: 'Save the plan for hive apply.', helpValue: 'FILE'}),
    annotations: annotationsFlag,
    format: Flags.option({
      summary: 'How the plan is printed; terraform: the counts of a report of that name.',
      options: planFormats,
      default: 'text' as const,
    })(),
  }

  async run(): Promise<PlanResult> {
    const {flags} = await this.parse(Plan)
    const resultOnly = flags.format !== 'text'
    const {look, text, plan} = await this.session(
      {...flags, 'check-mode': true},
      async session => {
        const found = await lookAtStage(session)
        return {
          look: found,
          text: resultOnly ? formatPlan(flags.format, session.site, found) : '',
          plan: await planFileOf(session.site, found, new Date()),
        }
      },
      {resultOnly},
    )
    if (resultOnly) this.log(text)
    process.exitCode = statusOf(look.reports)
    const result = resultOf(look)
    // What could not be looked at cannot be approved.
    if (flags.out === undefined || process.exitCode === exitCodes.failed) return result
    await writeOutput(flags.out, `${JSON.stringify(plan, null, 2)}\n`)
    if (flags.annotations !== undefined) {
      const links = artifactLinks(process.env, `plan of stage ${plan.stage}`, flags.out)
      await annotate(flags.annotations, `hive plan: ${plan.stage}`, links)
    }
    return result
  }
}

function resultOf({reports, unseen}: StageLook): PlanResult {
  return {phases: reports, unseen}
}

function statusOf(phases: readonly PhaseReport[]): number {
  if (phases.some(report => report.outcome === 'failed')) return exitCodes.failed
  return phases.some(isPending) ? exitCodes.changesPending : exitCodes.done
}
