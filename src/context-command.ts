import {HiveCommand} from './command.ts'
import type {ExchangeSiteRequest} from './context-store/exchange.ts'
import type {Session} from './session.ts'

interface LockFlags {
  readonly 'break-lock': boolean
  readonly 'lock-timeout': number
}

/** A command that exchanges the stage's context with where it is stored. */
export abstract class ContextCommand extends HiveCommand {
  protected async exchange(flags: LockFlags, {site, signal, report}: Session): Promise<ExchangeSiteRequest> {
    return {
      site,
      signal,
      report,
      runHook: this.runHook,
      environment: process.env,
      holder: await this.holder(),
      breakLock: flags['break-lock'],
      lockTimeout: flags['lock-timeout'],
    }
  }
}
