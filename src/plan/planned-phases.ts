import {createHash} from 'node:crypto'
import type {Change} from '../change.ts'
import type {PhaseName} from '../phase-name.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {StageLook} from './look-at-stage.ts'

/** What a phase would change, without what differs from look to look. */
export interface PlannedPhase {
  readonly phase: PhaseName
  readonly changes: readonly Change[]
  readonly targets: readonly {readonly target: string; readonly outcome: string}[]
}

/** What a plan is known by. */
export interface PlannedStage {
  readonly phases: readonly PlannedPhase[]
  /** The phases behind them that run without having been looked at; see `StageLook`. */
  readonly unseen: readonly PhaseName[]
}

/** The part of a look at the stage that does not differ from look to look. */
export function plannedStage({reports, unseen}: StageLook): PlannedStage {
  return {phases: plannedPhases(reports), unseen}
}

/** The part of the phases' reports a plan is known by. Changes of several hosts come in an order of their own. */
export function plannedPhases(reports: readonly PhaseReport[]): readonly PlannedPhase[] {
  return reports.map(({phase, changes, targets}) => ({
    phase,
    changes: changes.map(plain).toSorted(byPlace),
    targets: targets.map(({target, outcome}) => ({target, outcome})).toSorted(byTarget),
  }))
}

/** The hash of a plan: equal when the same was found and the same would be done. */
export function stateHash({phases, unseen}: PlannedStage): string {
  const values = phases.map(({phase, changes, targets}) => [
    phase,
    changes.map(({id, action, host, details, diff, where}) => [id, action, host, details, diff, where]),
    targets.map(({target, outcome}) => [target, outcome]),
  ])
  return createHash('sha256')
    .update(JSON.stringify([values, unseen]))
    .digest('hex')
}

/** A change of a role carries how it is made: a plan has no use for that. */
function plain({id, action, host, details, diff, where}: Change): Change {
  return {
    id,
    action,
    details,
    ...(host !== undefined && {host}),
    ...(diff !== undefined && {diff}),
    ...(where !== undefined && {where}),
  }
}

function byPlace(one: Change, other: Change): number {
  return compare(`${one.host ?? ''} ${one.id}`, `${other.host ?? ''} ${other.id}`)
}

function byTarget(one: {readonly target: string}, other: {readonly target: string}): number {
  return compare(one.target, other.target)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
