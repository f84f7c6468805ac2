import type Docker from 'dockerode'
import {containerOf, type FoundService, healthOf} from '../found-service.ts'
import {isOneShot} from '../spec/restart-policy.ts'
import {hasFailed, isWanted, secondsSince, type Task, taskReason} from './task.ts'

/** How far a service has come; only `converged` and `failed` are final. */
export type Verdict =
  | {readonly state: 'converged'; readonly text: string}
  | {readonly state: 'waiting'; readonly text: string}
  /** Tasks end and are started again; what they need may still be on its way. */
  | {readonly state: 'failing'; readonly text: string; readonly failed: readonly Task[]; readonly task: Task}
  | {readonly state: 'failed'; readonly text: string; readonly task?: Task}

export interface Snapshot {
  /** The service with its `UpdateStatus` and `ServiceStatus`. */
  readonly service: FoundService
  /** Every task of the service's present spec, ended ones included. */
  readonly tasks: readonly Task[]
  /** The engine's clock, milliseconds since 1970. */
  readonly now: number
}

/** Seconds a task without a health check must run before it counts: Docker's own default of `monitor`. */
const settlingTime = 5

/** Seconds a task may wait for a node: constraints do not change by themselves, but ports, memory and nodes get free. */
const placementPatience = {constraints: 3, room: 30}

/**
 * Judges one look at a service. Docker's own tools call a rollback, a crash loop and a task nobody can place "deployed";
 * here each is what it is.
 */
export function judge(snapshot: Snapshot): Verdict {
  return (
    endedUpdate(snapshot) ??
    hopelessTask(snapshot) ??
    goalReached(snapshot) ??
    failingTask(snapshot) ??
    waiting(snapshot)
  )
}

const endings: Readonly<Partial<Record<Docker.UpdateState, string>>> = {
  rollback_completed: 'the update failed and was rolled back: what ran before runs again',
  rollback_paused: 'the update failed, and so did rolling it back',
  paused: 'the update failed and stopped; tasks it had not come to run on as before',
}

function endedUpdate({service, tasks}: Snapshot): Verdict | undefined {
  const state = service.UpdateStatus?.State
  const text = state && endings[state]
  return text ? {state: 'failed', text, task: newest(tasks.filter(hasFailed))} : undefined
}

function hopelessTask({service, tasks, now}: Snapshot): Verdict | undefined {
  const misplaced = tasks.find(task => isMisplaced(task, service, now))
  if (misplaced) return {state: 'failed', text: placementText(service, misplaced), task: misplaced}
  const imageless = tasks.find(isImageless)
  if (imageless) return {state: 'failed', text: `the image cannot be had: ${taskReason(imageless)}`, task: imageless}
  const ended = isOneShot(service.Spec) ? bySlot(tasks).find(hasGivenUp)?.[0] : undefined
  return ended && {state: 'failed', text: `it ended badly and is not started again: ${taskReason(ended)}`, task: ended}
}

function isMisplaced(task: Task, service: FoundService, now: number): boolean {
  const reason = task.Status.Err ?? task.Status.Message ?? ''
  if (!isWanted(task) || task.Status.State !== 'pending' || !reason.includes('no suitable node')) return false
  const mayGetFree = /already in use|insufficient|not available/.test(reason)
  const stopSeconds = (containerOf(service.Spec)?.StopGracePeriod ?? 10e9) / 1e9
  const patience = mayGetFree ? placementPatience.room + stopSeconds : placementPatience.constraints
  return secondsSince(task.CreatedAt, now) > patience
}

function placementText({Spec}: FoundService, task: Task): string {
  const constraints = Spec?.TaskTemplate?.Placement?.Constraints ?? []
  const wish = constraints.length > 0 ? `; it asks for ${constraints.join(' and ')}` : ''
  return `no node can run it: ${taskReason(task)}${wish}`
}

function isImageless(task: Task): boolean {
  return (
    task.Status.State === 'rejected' && /no such image|not found: manifest|pull access denied/i.test(taskReason(task))
  )
}

/** The newest task of the slot failed and no other is meant to follow. */
function hasGivenUp([last, ...earlier]: readonly Task[]): boolean {
  return last !== undefined && hasFailed(last) && ![last, ...earlier].some(isWanted)
}

function goalReached(snapshot: Snapshot): Verdict | undefined {
  const {service, tasks, now} = snapshot
  const desired = desiredTasks(snapshot)
  const running = tasks.filter(task => isWanted(task) && hasSettled(task, service, now)).length
  const completed = isOneShot(service.Spec) ? bySlot(tasks).filter(([last]) => last && hasEndedWell(last)).length : 0
  const isUpdating = service.UpdateStatus?.State === 'updating' || service.UpdateStatus?.State === 'rollback_started'
  if (isUpdating || running + completed < desired) return undefined
  if (desired === 0) return nothingToRun(snapshot)
  return {
    state: 'converged',
    text: completed > 0 ? `${completed} of ${desired} ran to the end` : `${running}/${desired} running`,
  }
}

/** A global service just made has no tasks either; only after a while it is known that no node takes one. */
function nothingToRun({service, now}: Snapshot): Verdict | undefined {
  if (service.Spec?.Mode?.Replicated) return {state: 'converged', text: 'no task is wanted'}
  const isNew = secondsSince(service.UpdatedAt ?? '', now) < settlingTime
  return isNew ? undefined : {state: 'converged', text: 'no node matches its placement, so it runs nowhere'}
}

function desiredTasks({service, tasks}: Snapshot): number {
  return service.Spec?.Mode?.Replicated?.Replicas ?? bySlot(tasks.filter(isWanted)).length
}

/** A health check has told it is well, or it has run long enough to believe it. */
function hasSettled(task: Task, service: FoundService, now: number): boolean {
  if (task.Status.State !== 'running') return false
  return healthOf(containerOf(service.Spec)) !== undefined || secondsSince(task.Status.Timestamp, now) >= settlingTime
}

function hasEndedWell({Status}: Task): boolean {
  return Status.State === 'complete'
}

function failingTask({service, tasks}: Snapshot): Verdict | undefined {
  const isBad = isOneShot(service.Spec) ? hasFailed : (task: Task) => hasFailed(task) || hasEndedWell(task)
  const bad = tasks.filter(isBad)
  const task = newest(bad)
  return task && {state: 'failing', text: `${failureText(task)}`, failed: bad, task}
}

function failureText(task: Task): string {
  return hasEndedWell(task)
    ? 'its task ended by itself (exit status 0) and is started again'
    : `its task failed: ${taskReason(task)}`
}

function waiting({service, tasks}: Snapshot): Verdict {
  const counts = Object.groupBy(tasks.filter(isWanted), task => task.Status.State)
  const states = Object.entries(counts).map(([state, members = []]) => `${members.length} ${state}`)
  const update = service.UpdateStatus?.State === 'rollback_started' ? ['rolling back'] : []
  return {state: 'waiting', text: [...update, ...states].join(', ') || 'no task yet'}
}

/** Tasks of each slot (replicated) or node (global), newest first. */
function bySlot(tasks: readonly Task[]): (readonly Task[])[] {
  const groups = Object.groupBy(tasks, task => String(task.Slot ?? task.NodeID))
  return Object.values(groups).map((members = []) => members.toSorted(newestFirst))
}

function newest(tasks: readonly Task[]): Task | undefined {
  return tasks.toSorted(newestFirst)[0]
}

function newestFirst(one: Task, other: Task): number {
  return Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt)
}
