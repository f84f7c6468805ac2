import {checkModeFlag, destroyFlag, limitFlag, lockFlags, pruneFlag} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class DeployServices extends PhaseCommand {
  static override summary = 'Phase 6: create, update and start the services.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit-target web,proxy',
    '<%= config.bin %> <%= command.id %> --check-mode',
  ]
  static override flags = {
    'limit-target': limitFlag('services'),
    'check-mode': checkModeFlag,
    destroy: destroyFlag('the services'),
    prune: pruneFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(DeployServices)
    return this.runPhase('deploy-services', flags)
  }
}
