import {checkModeFlag, limitFlag, lockFlags, tagsFlag} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class SetupHosts extends PhaseCommand {
  static override summary = 'Phase 2: bring the hosts to the state their roles describe.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --check-mode --verbose',
    '<%= config.bin %> <%= command.id %> --tags docker,swarm',
  ]
  static override flags = {
    'limit-target': limitFlag('hosts'),
    tags: tagsFlag,
    'check-mode': checkModeFlag,
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(SetupHosts)
    return this.runPhase('setup-hosts', flags)
  }
}
