import {checkModeFlag, destroyFlag, haltFlag, limitFlag, lockFlags} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class BuildInfra extends PhaseCommand {
  static override summary = 'Phase 1: make the hosts, their network and their certificates.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --check-mode',
    '<%= config.bin %> <%= command.id %> --stage staging --destroy',
  ]
  static override flags = {
    'limit-target': limitFlag('hosts'),
    'check-mode': checkModeFlag,
    destroy: destroyFlag('the hosts and all that belongs to them'),
    halt: haltFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(BuildInfra)
    return this.runPhase('build-infra', flags)
  }
}
