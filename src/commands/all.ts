import {breakLockFlag, startPhaseFlag} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import {phaseNamed, phasesFrom} from '../phases/phase.ts'
import type {PhaseReport} from '../reporter/event.ts'

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
  static override flags = {'start-phase': startPhaseFlag, 'break-lock': breakLockFlag}

  async run(): Promise<AllResult> {
    const {flags} = await this.parse(All)
    return {
      phases: await this.runPhases(startPhase => phasesFrom(phaseNamed(flags['start-phase'] ?? startPhase)), flags),
    }
  }
}
