import {checkModeFlag, limitFlag, lockFlags} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class InitializeServices extends PhaseCommand {
  static override summary = 'Phase 7: apply initialize_roles inside the running services.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit-target web',
  ]
  static override flags = {
    'limit-target': limitFlag('services'),
    'check-mode': checkModeFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(InitializeServices)
    return this.runPhase('initialize-services', flags)
  }
}
