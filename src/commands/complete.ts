import {HiveCommand} from '../command.ts'
import {lookUp} from '../completion/look-up.ts'
import {wanted} from '../completion/wanted.ts'
import {surfaceOf} from '../surface.ts'

export default class Complete extends HiveCommand {
  static override summary = 'Print what may stand at the end of a command line, for completion scripts.'
  static override hidden = true
  static override enableJsonFlag = false
  static override strict = false

  async run(): Promise<void> {
    // What is completed is not for us to understand: it may hold options, even two dashes.
    const words = this.argv.slice(this.argv.indexOf('--') + 1)
    await this.parse(Complete, [])
    const found = wanted(words, surfaceOf({commands: this.config.commands.filter(command => !command.hidden)}))
    const flags = {'root-dir': found.given.get('root-dir'), stage: found.given.get('stage')}
    const names = await lookUp(found.names, {site: () => this.site(flags), runHook: this.runHook})
    for (const word of [...found.words, ...names]) this.log(found.prefix + word)
  }
}
