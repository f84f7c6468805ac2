import {HiveError} from '../error.ts'
import {type PhaseName, phaseNames} from '../phase-name.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Phase, PhaseOptions} from './phase.ts'
import {refuseSharedRepository} from './shared-repository.ts'

const everything: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

/**
 * Every phase in check mode. Behind a phase that would change something the next may have nothing to look at yet, hosts
 * that are still to be made for instance: then the plan ends there and says so.
 * Throws what the first phase that cannot be looked at throws when nothing is planned before it.
 */
export async function planPhases(
  session: Session,
  load: (name: PhaseName) => Promise<Phase>,
): Promise<readonly PhaseReport[]> {
  refuseSharedRepository(session.site, phaseNames)
  const reports: PhaseReport[] = []
  for (const name of phaseNames) {
    session.signal.throwIfAborted()
    session.report({type: 'phase-started', phase: name, checkMode: true})
    const report = await planPhase(session, await load(name)).catch(error => {
      if (!reports.some(isPending) || !(error instanceof HiveError)) throw error
      return error
    })
    if (report instanceof HiveError || (report.outcome === 'failed' && reports.some(isPending))) {
      tellEnd(session, name, report)
      break
    }
    session.report({type: 'phase-ended', report})
    reports.push(report)
  }
  session.report({type: 'run-ended', reports})
  return reports
}

/** Whether a report says that something would be changed. */
export function isPending(report: PhaseReport): boolean {
  return report.outcome === 'would-change'
}

function planPhase(session: Session, phase: Phase): Promise<PhaseReport> {
  return phase.run({...session, checkMode: true}, everything)
}

/** The targets of a phase usually fail for one and the same reason: the first of them is enough. */
function tellEnd({report}: Session, name: PhaseName, cause: HiveError | PhaseReport): void {
  const reason = cause instanceof HiveError ? cause.message : cause.targets.find(({message}) => message)?.message
  const text = `${name} and what follows cannot be looked at before the changes above are made: ${reason}`
  report({type: 'warning', text})
}
