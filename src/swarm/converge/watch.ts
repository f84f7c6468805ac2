import type Docker from 'dockerode'
import type {Report} from '../../reporter/event.ts'
import {pause} from '../pause.ts'
import {deadlineSeconds} from './deadline.ts'
import {clockOffset, lookAt, newestFailure} from './look.ts'
import {type Task, taskReason} from './task.ts'
import {lastLines} from './task-log.ts'
import {judge, type Snapshot, type Verdict} from './verdict.ts'

export interface WatchInput {
  readonly docker: Docker
  /** Name by id of the services to wait for. */
  readonly services: ReadonlyMap<string, string>
  readonly report: Report
  readonly signal: AbortSignal
  /** Ids of services whose last update was rolled back before this run: that is over and not judged. */
  readonly rolledBack: ReadonlySet<string>
  /** Seconds a service may go on failing after the last other one has settled: it may have waited for it. */
  readonly patience?: number
  /** Called as soon as a service's fate is known. */
  readonly onSettled?: (name: string, verdict: FinalVerdict) => void
}

export type FinalVerdict = Extract<Verdict, {state: 'converged' | 'failed'}>

const pollMilliseconds = 500
const defaultPatience = 30
const failuresToGiveUp = 3

/** Waits until each service has converged or is known not to; name -> verdict. Trouble is reported when first seen. */
export async function awaitConvergence(input: WatchInput): Promise<ReadonlyMap<string, FinalVerdict>> {
  const watch = new Watch(input, await clockOffset(input.docker))
  while (watch.isOpen()) {
    await watch.look()
    if (watch.isOpen()) await pause(pollMilliseconds, input.signal)
  }
  return watch.verdicts
}

interface Standing {
  readonly text: string
  /** When the service last came nearer to its goal, by our clock. */
  readonly since: number
}

class Watch {
  readonly verdicts = new Map<string, FinalVerdict>()
  readonly #input: WatchInput
  readonly #offset: number
  /** Ids of tasks seen failing, by service: the swarm itself forgets old ones. */
  readonly #failures = new Map<string, Set<string>>()
  readonly #standings = new Map<string, Standing>()
  /** Why the first task of a service that failed did. */
  readonly #reasons = new Map<string, string>()
  #lastSettled = Date.now()

  constructor(input: WatchInput, offset: number) {
    this.#input = input
    this.#offset = offset
  }

  isOpen(): boolean {
    return this.#openIds().length > 0
  }

  async look(): Promise<void> {
    const ids = this.#openIds()
    const snapshots = await lookAt(this.#input.docker, ids, Date.now() + this.#offset)
    const judged = snapshots.map(snapshot => ({snapshot, verdict: judge(this.#withoutHistory(snapshot))}))
    const isAnyWaiting = judged.some(({verdict}) => verdict.state === 'waiting')
    if (judged.some(({verdict}) => verdict.state === 'converged')) this.#lastSettled = Date.now()
    for (const {snapshot, verdict} of judged) await this.#take(snapshot, verdict, isAnyWaiting)
    const seen = new Set(snapshots.map(({service}) => service.ID))
    for (const id of ids.filter(id => !seen.has(id))) this.#settle(id, {state: 'failed', text: 'somebody removed it'})
  }

  #withoutHistory(snapshot: Snapshot): Snapshot {
    const {service} = snapshot
    const isOver = this.#input.rolledBack.has(service.ID) && service.UpdateStatus?.State === 'rollback_completed'
    return isOver ? {...snapshot, service: {...service, UpdateStatus: undefined}} : snapshot
  }

  #openIds(): readonly string[] {
    return [...this.#input.services].filter(([, name]) => !this.verdicts.has(name)).map(([id]) => id)
  }

  async #take(snapshot: Snapshot, verdict: Verdict, isAnyWaiting: boolean): Promise<void> {
    const {service} = snapshot
    if ('task' in verdict && verdict.task) await this.#tellOnce(service.ID, verdict.task)
    const final = this.#finalVerdict(snapshot, verdict, isAnyWaiting)
    if (!final) return this.#progress(service.ID, verdict.text)
    if (final.state === 'failed' && !this.#reasons.has(service.ID)) await this.#tellLatest(service.ID)
    this.#settle(service.ID, this.#withReason(service.ID, final))
  }

  #finalVerdict({service}: Snapshot, verdict: Verdict, isAnyWaiting: boolean): FinalVerdict | undefined {
    if (verdict.state === 'converged' || verdict.state === 'failed') return verdict
    const failures = verdict.state === 'failing' ? this.#countFailures(service.ID, verdict.failed) : 0
    if (failures >= failuresToGiveUp && !isAnyWaiting && this.#isOutOfPatience()) {
      return {state: 'failed', text: `${verdict.text} (${failures} times)`}
    }
    const standing = this.#standings.get(service.ID)
    const limit = deadlineSeconds(service.Spec)
    if (standing?.text !== verdict.text || secondsSince(standing.since) < limit) return undefined
    return {state: 'failed', text: `nothing has changed for ${limit} s: ${verdict.text}`}
  }

  #countFailures(id: string, failed: readonly Task[]): number {
    const seen = this.#failures.get(id) ?? new Set()
    for (const {ID} of failed) seen.add(ID)
    this.#failures.set(id, seen)
    return seen.size
  }

  #isOutOfPatience(): boolean {
    return secondsSince(this.#lastSettled) >= (this.#input.patience ?? defaultPatience)
  }

  #progress(id: string, text: string): void {
    if (this.#standings.get(id)?.text === text) return
    this.#standings.set(id, {text, since: Date.now()})
    this.#input.report({type: 'progress', target: this.#nameOf(id), text})
  }

  #withReason(id: string, verdict: FinalVerdict): FinalVerdict {
    const reason = this.#reasons.get(id)
    const isTold = verdict.state === 'converged' || reason === undefined || verdict.text.includes(reason)
    return isTold ? verdict : {...verdict, text: `${verdict.text} (${reason})`}
  }

  #settle(id: string, verdict: FinalVerdict): void {
    this.verdicts.set(this.#nameOf(id), verdict)
    this.#input.onSettled?.(this.#nameOf(id), verdict)
  }

  async #tellLatest(id: string): Promise<void> {
    const task = await newestFailure(this.#input.docker, id)
    if (task) await this.#tellOnce(id, task)
  }

  /** The first task in trouble is worth its reason and its last lines, at once; the ones after it say the same. */
  async #tellOnce(id: string, task: Task): Promise<void> {
    if (this.#reasons.has(id)) return
    const [target, reason] = [this.#nameOf(id), taskReason(task)]
    this.#reasons.set(id, reason)
    this.#input.report({type: 'warning', target, text: `A task of service ${target}: ${reason}.`})
    const hasRun = task.Status.ContainerStatus?.ContainerID
    const lines = hasRun ? await lastLines(this.#input.docker, task.ID) : []
    for (const line of lines) this.#input.report({type: 'output', target, line})
  }

  #nameOf(id: string): string {
    return this.#input.services.get(id) ?? id
  }
}

function secondsSince(milliseconds: number): number {
  return (Date.now() - milliseconds) / 1000
}
