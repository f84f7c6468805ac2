import {checkModeFlag, lockFlags, pruneFlag} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class BuildNetworks extends PhaseCommand {
  static override summary = 'Phase 5: make the overlay networks.'
  static override examples = ['<%= config.bin %> <%= command.id %>']
  static override flags = {
    'check-mode': checkModeFlag,
    prune: pruneFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(BuildNetworks)
    return this.runPhase('build-networks', flags)
  }
}
