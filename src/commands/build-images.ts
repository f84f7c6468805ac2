import {Flags} from '@oclif/core'
import {checkModeFlag, limitFlag, lockFlags} from '../flags.ts'
import {PhaseCommand} from '../phase-command.ts'
import type {PhaseReport} from '../reporter/event.ts'

export default class BuildImages extends PhaseCommand {
  static override summary = "Phase 3: build the services' images and push them to the site's registry."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit-target web',
    '<%= config.bin %> <%= command.id %> --shell web',
  ]
  static override flags = {
    'limit-target': limitFlag('services'),
    'check-mode': checkModeFlag,
    shell: Flags.string({
      summary: 'Open a shell in the container in which building the image of this service failed.',
      helpValue: 'SERVICE',
      exclusive: ['check-mode', 'limit-target'],
    }),
    ...lockFlags,
  }

  async run(): Promise<PhaseReport | undefined> {
    const {flags} = await this.parse(BuildImages)
    if (flags.shell === undefined) return this.runPhase('build-images', flags)
    const {shell} = flags
    const {openBuildShell} = await import('../image/build-shell.ts')
    const terminal = {stdin: process.stdin, stdout: process.stdout, type: process.env.TERM}
    process.exitCode = await this.session(flags, session => openBuildShell(session, shell, terminal))
    return undefined
  }
}
