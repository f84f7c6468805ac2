import type {Change} from '../change.ts'
import type {PhaseName} from '../phase-name.ts'
import type {PhaseReport, TargetReport} from '../reporter/event.ts'

export interface PhaseResult {
  readonly phase: PhaseName
  readonly checkMode: boolean
  /** When the phase began, milliseconds since 1970. */
  readonly started: number
  readonly targets: readonly TargetReport[]
  readonly changes: readonly Change[]
}

/** The report of a phase from what became of its targets. */
export function phaseReport({phase, checkMode, started, targets, changes}: PhaseResult): PhaseReport {
  return {phase, checkMode, outcome: overall(targets), seconds: secondsSince(started), targets, changes}
}

/** What became of one target, and what was changed for it, or would be. */
export interface TargetResult {
  readonly target: TargetReport
  readonly changes: readonly Change[]
}

/** The same report from what became of each target on its own. */
export function reportOfResults(
  phase: Omit<PhaseResult, 'targets' | 'changes'>,
  results: readonly TargetResult[],
): PhaseReport {
  const targets = results.map(({target}) => target)
  return phaseReport({...phase, targets, changes: results.flatMap(({changes}) => changes)})
}

/** A target that was looked at or worked on once: one thing that was right, was changed, or failed. */
export function targetReport(
  target: string,
  outcome: TargetReport['outcome'],
  seconds: number,
  message?: string,
): TargetReport {
  return {
    target,
    outcome,
    ok: outcome === 'ok' ? 1 : 0,
    changed: outcome === 'changed' || outcome === 'would-change' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    seconds,
    message,
  }
}

export function secondsSince(milliseconds: number): number {
  return (Date.now() - milliseconds) / 1000
}

function overall(targets: readonly TargetReport[]): PhaseReport['outcome'] {
  const order = ['failed', 'would-change', 'changed'] as const
  return order.find(outcome => targets.some(target => target.outcome === outcome)) ?? 'ok'
}
