import {Command, type Interfaces} from '@oclif/core'
import type {RunHook} from './extension/collect.ts'
import {globalFlags} from './flags.ts'
import type {Holder} from './lock/holder.ts'
import type {Reporter} from './reporter/reporter.ts'
import type {Session} from './session.ts'
import type {Site} from './site/site.ts'
import type {Settings} from './variables/settings.ts'

export type GlobalFlags = Partial<Interfaces.InferredFlags<typeof globalFlags>>

/** What every command shares: the global options, and the ways to the project they name. */
export abstract class HiveCommand extends Command {
  static override baseFlags = globalFlags
  static override enableJsonFlag = true

  /** The hive variables, the command line's first; `variables` are those of the command's own options. */
  protected async settings(flags: GlobalFlags, variables: Readonly<Record<string, unknown>> = {}): Promise<Settings> {
    const {resolveSettings} = await import('./variables/resolve.ts')
    return resolveSettings({
      rootDirectory: flags['root-dir'] ?? '.',
      commandLine: {
        stage: flags.stage,
        inventory_path: flags['inventory-path'],
        context_dir: flags['context-dir'],
        temp_dir: flags['temp-dir'],
        playbooks_dir: flags['playbooks-dir'],
        verbose: flags.verbose,
        ...variables,
      },
      environment: process.env,
    })
  }

  /** The whole inventory of the active stage, validated. */
  protected async site(flags: GlobalFlags): Promise<Site> {
    const {readSite} = await import('./session/read-site.ts')
    const settings = await this.settings(flags)
    const {site} = await readSite({settings, runHook: this.runHook, environment: process.env})
    return site
  }

  /**
   * Opens a session, works in it, and lets go of everything, also after Ctrl-C. With `resultOnly` standard output belongs
   * to what the command prints in the end.
   */
  protected async session<T>(
    flags: GlobalFlags & {readonly 'check-mode'?: boolean},
    work: (session: Session) => Promise<T>,
    {resultOnly = false}: {readonly resultOnly?: boolean} = {},
  ): Promise<T> {
    const {withSession} = await import('./session/with-session.ts')
    const reporter = await this.reporter(flags, resultOnly)
    try {
      return await withSession(
        {
          settings: await this.settings(flags),
          runHook: this.runHook,
          environment: process.env,
          report: reporter.report,
          checkMode: flags['check-mode'] ?? false,
        },
        work,
      )
    } finally {
      reporter.close()
    }
  }

  /** This command, for whoever finds locked what it holds. */
  protected async holder(): Promise<Holder> {
    const {thisProcess} = await import('./lock/holder.ts')
    const command = [this.config.bin, this.id, ...this.argv].join(' ')
    return thisProcess({command, environment: process.env, now: new Date()})
  }

  /** Errors are printed in one place, whether they come from a command or from before one was found: bin.ts. */
  protected override async catch(error: Error): Promise<never> {
    throw error
  }

  protected readonly runHook: RunHook = hook => this.config.runHook(hook, {})

  private async reporter(flags: GlobalFlags, resultOnly: boolean): Promise<Reporter> {
    const {chooseReporter} = await import('./reporter/choose.ts')
    return chooseReporter({
      json: resultOnly || this.jsonEnabled(),
      verbose: flags.verbose ?? false,
      environment: process.env,
    })
  }
}
