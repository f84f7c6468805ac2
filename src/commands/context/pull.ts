import {Flags} from '@oclif/core'
import {HiveCommand} from '../../command.ts'
import {type Exchanged, pullSite} from '../../context-store/exchange.ts'
import type {PullResult} from '../../context-store/pull.ts'

export default class ContextPull extends HiveCommand {
  static override summary = "Fetch the stage's context from where it is stored."
  static override description =
    `A store that is still empty is no error: the first run makes the context. A directory that
holds something that was not pushed is left alone, and the exit status is 1.`
  static override examples = ['<%= config.bin %> --stage staging <%= command.id %>']
  static override flags = {
    force: Flags.boolean({summary: 'Give up what the context directory holds and was not pushed.'}),
  }

  async run(): Promise<Exchanged<PullResult>> {
    const {flags} = await this.parse(ContextPull)
    const site = await this.site(flags)
    const result = await pullSite({site, runHook: this.runHook, environment: process.env}, flags.force)
    const texts = {
      pulled: `The context is now version ${result.version} from ${result.place}.`,
      unchanged: `The context is version ${result.version} from ${result.place} already.`,
      empty: `${result.place} has no context yet.`,
    }
    this.log(texts[result.outcome])
    return result
  }
}
