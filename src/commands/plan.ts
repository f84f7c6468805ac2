import {HiveCommand} from '../command.ts'
import {exitCodes} from '../error.ts'
import {loadPhase} from '../phases/index.ts'
import {isPending, planPhases} from '../phases/plan-phases.ts'
import type {PhaseReport} from '../reporter/event.ts'

export interface PlanResult {
  readonly phases: readonly PhaseReport[]
}

export default class Plan extends HiveCommand {
  static override summary = 'Show what hive all would change, and change nothing.'
  static override description = 'The exit status is 0 when there is nothing to change and 10 when there is.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stage production --json',
  ]

  async run(): Promise<PlanResult> {
    const {flags} = await this.parse(Plan)
    const phases = await this.session({...flags, 'check-mode': true}, session => planPhases(session, loadPhase))
    if (phases.some(report => report.outcome === 'failed')) process.exitCode = exitCodes.failed
    else if (phases.some(isPending)) process.exitCode = exitCodes.changesPending
    return {phases}
  }
}
