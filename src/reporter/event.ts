import type {Change} from '../change.ts'
import type {PhaseName} from '../phase-name.ts'

/** Everything that happens in a run, for reporters and `--json`; engine and phases emit these and never print. */
export type RunEvent =
  | {readonly type: 'phase-started'; readonly phase: PhaseName; readonly checkMode: boolean}
  | {readonly type: 'phase-ended'; readonly report: PhaseReport}
  /** Several phases were run, all or up to the one that failed. */
  | {readonly type: 'run-ended'; readonly reports: readonly PhaseReport[]}
  | {readonly type: 'progress'; readonly target: string; readonly text: string}
  | {readonly type: 'warning'; readonly target?: string; readonly text: string}
  /** A line of a program that ran on our behalf (ansible-playbook, a task's log). */
  | {readonly type: 'output'; readonly target: string; readonly line: string}
  | {
      readonly type: 'resource'
      readonly host: string
      readonly role: string
      readonly id: string
      readonly outcome: 'ok' | 'changed' | 'would-change' | 'failed' | 'restarted'
      readonly seconds: number
      readonly diff?: string
      readonly message?: string
    }
  | {
      readonly type: 'change'
      readonly change: Change
      readonly outcome: 'planned' | 'started' | 'done' | 'failed'
      readonly message?: string
    }

export type Report = (event: RunEvent) => void

/** What became of one target (host, service, image, volume, network) of a phase. */
export interface TargetReport {
  readonly target: string
  readonly outcome: 'ok' | 'changed' | 'would-change' | 'failed' | 'skipped'
  readonly ok: number
  readonly changed: number
  readonly failed: number
  readonly seconds: number
  /** Why it failed or was skipped, a whole sentence. */
  readonly message?: string
}

/** The `--json` result of a phase. */
export interface PhaseReport {
  readonly phase: PhaseName
  readonly checkMode: boolean
  readonly outcome: 'ok' | 'changed' | 'would-change' | 'failed'
  readonly seconds: number
  readonly targets: readonly TargetReport[]
  /** In check mode what would be changed, else what was. */
  readonly changes: readonly Change[]
}
