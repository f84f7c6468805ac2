import {type GlobalFlags, HiveCommand} from './command.ts'
import {exitCodes} from './error.ts'
import type {PhaseName} from './phase-name.ts'
import {type PhaseOptions, phaseNamed} from './phases/phase.ts'
import type {PhaseReport} from './reporter/event.ts'
import type {Site} from './site/site.ts'

/** The options of phases; each command has those that mean something to it. */
export type PhaseFlags = GlobalFlags & {
  readonly 'limit-target'?: readonly string[]
  readonly 'limit-server'?: readonly string[]
  readonly tags?: readonly string[]
  readonly destroy?: boolean
  readonly halt?: boolean
  readonly prune?: boolean
  readonly 'check-mode'?: boolean
  readonly 'break-lock': boolean
  readonly 'lock-timeout': number
}

/** A command that runs phases: under the stage's lock, exit status 1 when one fails. */
export abstract class PhaseCommand extends HiveCommand {
  protected async runPhase(phase: PhaseName, flags: PhaseFlags): Promise<PhaseReport | undefined> {
    const reports = await this.runPhases(() => [phase], flags)
    return reports[0]
  }

  protected async runPhases(
    choose: (startPhase: PhaseName) => readonly PhaseName[],
    flags: PhaseFlags,
    prepare: (site: Site) => Promise<Site> = async site => site,
  ): Promise<readonly PhaseReport[]> {
    const {runLocked} = await import('./phases/locked-run.ts')
    const holder = await this.holder()
    const reports = await this.session(flags, async session =>
      runLocked(
        {...session, site: await prepare(session.site)},
        {
          phases: choose(phaseNamed(session.site.settings.start_phase)),
          options: phaseOptions(flags),
          breakLock: flags['break-lock'],
          lockTimeout: flags['lock-timeout'],
          holder,
        },
      ),
    )
    if (reports.some(report => report.outcome === 'failed')) process.exitCode = exitCodes.failed
    return reports
  }
}

function phaseOptions(flags: PhaseFlags): PhaseOptions {
  return {
    limit: flags['limit-target'] ?? [],
    limitServer: flags['limit-server'] ?? [],
    tags: flags.tags ?? [],
    destroy: flags.destroy ?? false,
    halt: flags.halt ?? false,
    prune: flags.prune ?? false,
  }
}
