import {ContextCommand} from '../../context-command.ts'
import {type Exchanged, pushSite} from '../../context-store/exchange.ts'
import type {PushResult} from '../../context-store/push.ts'
import {lockFlags} from '../../flags.ts'

export default class ContextPush extends ContextCommand {
  static override summary = "Store the stage's context: keys, certificates, passwords, sealed with age."
  static override description =
    `It is stored as the next version. What others stored since it was pulled is taken in first;
where both changed the same file, nothing is stored and the exit status is 1. HIVE_CONTEXT_KEY holds the age
identity, or the name of a file with it.`
  static override examples = ['<%= config.bin %> --stage staging <%= command.id %>']

  static override flags = lockFlags

  async run(): Promise<Exchanged<PushResult>> {
    const {flags} = await this.parse(ContextPush)
    const result = await this.session(flags, async session => pushSite(await this.exchange(flags, session)))
    const texts = {
      pushed: `The context is stored as version ${result.version} in ${result.place}.`,
      unchanged: `The context is what version ${result.version} in ${result.place} is.`,
      empty: 'There is no context yet, so there is nothing to store.',
    }
    this.log(texts[result.outcome])
    return result
  }
}
