import {type PhaseName, phaseNames} from '../phase-name.ts'
import {type PhaseOptions, phaseNamed} from './phase.ts'
import type {PhaseRecord} from './record.ts'

/** What is remembered between runs: where `hive all` starts, and when phases were completed. */
export interface Progress {
  readonly startPhase: PhaseName
  readonly record: PhaseRecord
}

/**
 * Progress after a phase ended well. The start phase moves on only when it was this phase's turn, so that nothing that
 * was never done is skipped; behind the last phase it returns to the first, because a phase with nothing to do costs
 * little. A phase that was limited, halted or in check mode is no progress; destroying takes back it and all after it.
 */
export function progressAfter(before: Progress, phase: PhaseName, options: PhaseOptions, finished: string): Progress {
  if (options.destroy) return takenBack(before, phase)
  if (!isWhole(options)) return before
  const next = phaseNames[(phaseNames.indexOf(phase) + 1) % phaseNames.length] ?? phase
  return {
    startPhase: before.startPhase === phase ? next : before.startPhase,
    record: {...before.record, [phase]: finished},
  }
}

/** Whether a phase with these options brings about all it is for. */
export function isWhole({destroy, halt, limit, limitServer, tags}: PhaseOptions): boolean {
  return !destroy && !halt && limit.length + limitServer.length + tags.length === 0
}

function takenBack({startPhase, record}: Progress, phase: PhaseName): Progress {
  const position = phaseNames.indexOf(phase)
  const kept = Object.entries(record).filter(([name]) => phaseNames.indexOf(phaseNamed(name)) < position)
  return {
    startPhase: phaseNames.indexOf(startPhase) < position ? startPhase : phase,
    record: Object.fromEntries(kept),
  }
}
