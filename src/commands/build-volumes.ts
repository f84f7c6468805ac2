import {checkModeFlag, destroyFlag, limitFlag, limitServerFlag, lockFlags} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class BuildVolumes extends PhaseCommand {
  static override summary = 'Phase 4: make the volumes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit-target shop_data',
  ]
  static override flags = {
    'limit-target': limitFlag('volumes'),
    'limit-server': limitServerFlag,
    destroy: destroyFlag('the volumes and what is in them'),
    'check-mode': checkModeFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(BuildVolumes)
    return this.runPhase('build-volumes', flags)
  }
}
