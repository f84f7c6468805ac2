import {type PhaseName, phaseNames} from '../phase-name.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'

/** The phase of a name from the outside; the first one when there is none of that name. */
export function phaseNamed(name: string): PhaseName {
  return phaseNames.find(known => known === name) ?? 'build-infra'
}

/** A phase and all that come after it. */
export function phasesFrom(first: PhaseName): readonly PhaseName[] {
  return phaseNames.slice(phaseNames.indexOf(first))
}

export interface PhaseOptions {
  /** `-l`: names of hosts, services or volumes, whichever the phase works on; empty means all. */
  readonly limit: readonly string[]
  /** `-x`: hosts build-volumes is limited to. */
  readonly limitServer: readonly string[]
  /** `-T`: role names. */
  readonly tags: readonly string[]
  readonly destroy: boolean
  readonly halt: boolean
  /** Remove what the inventory no longer has. */
  readonly prune: boolean
}

/**
 * One of the seven steps. A phase that could not finish returns a report with outcome `failed` and a message for each
 * failed target; it throws only what concerns the phase as a whole. Whoever runs it (run-phases.ts) reports
 * `phase-started` and `phase-ended`; the phase reports what happens in between.
 */
export interface Phase {
  readonly name: PhaseName
  run(session: Session, options: PhaseOptions): Promise<PhaseReport>
}
