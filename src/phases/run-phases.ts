import type {StageLock} from '../lock/stage-lock.ts'
import type {PhaseName} from '../phase-name.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Phase, PhaseOptions} from './phase.ts'

export interface PhasesRequest {
  readonly phases: readonly PhaseName[]
  readonly options: PhaseOptions
  readonly load: (name: PhaseName) => Promise<Phase>
  /** Absent when nothing is changed. */
  readonly lock?: StageLock
  /** Called when a phase ended well, before the next begins. */
  readonly onDone: (phase: PhaseName) => Promise<void>
}

/**
 * Runs phases one after the other until one fails. The reports of all that ran are returned, a failed one last.
 * Throws what a phase throws, and the signal's reason when the run was interrupted.
 */
export async function runPhases(session: Session, request: PhasesRequest): Promise<readonly PhaseReport[]> {
  const reports: PhaseReport[] = []
  for (const name of request.phases) {
    const report = await runPhase(session, name, request)
    reports.push(report)
    if (report.outcome === 'failed') break
    await request.onDone(name)
  }
  session.report({type: 'run-ended', reports})
  return reports
}

async function runPhase(session: Session, name: PhaseName, request: PhasesRequest): Promise<PhaseReport> {
  session.signal.throwIfAborted()
  await request.lock?.secure()
  session.report({type: 'phase-started', phase: name, checkMode: session.checkMode})
  const phase = await request.load(name)
  const report = await phase.run(session, request.options)
  session.signal.throwIfAborted()
  session.report({type: 'phase-ended', report})
  return report
}
