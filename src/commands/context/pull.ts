import {Flags} from '@oclif/core'
import {ContextCommand} from '../../context-command.ts'
import {type Exchanged, pullSite} from '../../context-store/exchange.ts'
import type {PullResult} from '../../context-store/pull.ts'
import {lockFlags} from '../../flags.ts'

export default class ContextPull extends ContextCommand {
  static override summary = "Fetch the stage's context from where it is stored."
  static override description =
    `A store that is still empty is no error: the first run makes the context. A directory that
holds something that was not pushed is left alone, and the exit status is 1.`
  static override examples = ['<%= config.bin %> --stage staging <%= command.id %>']
  static override flags = {
    ...lockFlags,
    force: Flags.boolean({summary: 'Give up what the context directory holds and was not pushed.'}),
  }

  async run(): Promise<Exchanged<PullResult>> {
    const {flags} = await this.parse(ContextPull)
    const result = await this.session(flags, async session =>
      pullSite(await this.exchange(flags, session), flags.force),
    )
    const texts = {
      pulled: `The context is now version ${result.version} from ${result.place}.`,
      unchanged: `The context is version ${result.version} from ${result.place} already.`,
      empty: `${result.place} has no context yet.`,
    }
    this.log(texts[result.outcome])
    return result
  }
}
