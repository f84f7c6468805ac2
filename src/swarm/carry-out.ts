import type Docker from 'dockerode'
import {engineReason} from '../docker/engine-reason.ts'
import type {Report} from '../reporter/event.ts'
import {applyServiceChange} from './apply.ts'
import {awaitConvergence} from './converge/watch.ts'
import type {FoundService} from './found-service.ts'
import type {ServiceChange} from './plan.ts'

export interface CarryOutInput {
  readonly docker: Docker
  readonly changes: readonly ServiceChange[]
  /** Services nothing has to be done to; they are only looked at. */
  readonly unchanged: readonly FoundService[]
  readonly report: Report
  readonly signal: AbortSignal
  readonly patience?: number
}

/** What became of a service; `problem` is why it does not run as wanted, a whole sentence. */
export interface ServiceOutcome {
  readonly name: string
  readonly isChanged: boolean
  readonly seconds: number
  readonly problem?: string
}

/** Removes first (ports and names get free), makes all other changes at once, then waits for all services together; one that fails does not stop the others. */
export async function carryOut(input: CarryOutInput): Promise<readonly ServiceOutcome[]> {
  const started = Date.now()
  const seconds = () => (Date.now() - started) / 1000
  const outcomes: ServiceOutcome[] = []
  const changed = new Map(input.changes.map(change => [nameOf(change), change]))
  const settle = (name: string, problem?: string) => {
    const change = changed.get(name)
    outcomes.push({name, isChanged: change !== undefined, seconds: seconds(), problem})
    if (!change) return
    const outcome = problem === undefined ? 'done' : 'failed'
    input.report({type: 'change', change: change.change, outcome, message: problem})
  }
  const [going, coming] = [input.changes.filter(({spec}) => !spec), input.changes.filter(({spec}) => spec)]
  await Promise.all(going.map(change => applyOne(input, change, settle)))
  const applied = await Promise.all(coming.map(change => applyOne(input, change, settle)))
  await awaitConvergence({
    ...input,
    rolledBack: new Set(input.unchanged.filter(wasRolledBack).map(({ID}) => ID)),
    services: new Map([
      ...input.unchanged.map(({ID, Spec}): [string, string] => [ID, Spec?.Name ?? ID]),
      ...applied.flat(),
    ]),
    onSettled: (name, verdict) => settle(name, verdict.state === 'failed' ? sentence(name, verdict.text) : undefined),
  })
  return outcomes
}

/** Id and name of a service that now has to converge; nothing when it was removed or refused. */
async function applyOne(
  {docker, report, signal}: CarryOutInput,
  change: ServiceChange,
  settle: (name: string, problem?: string) => void,
): Promise<readonly [string, string][]> {
  const name = nameOf(change)
  report({type: 'change', change: change.change, outcome: 'started'})
  try {
    const id = await applyServiceChange(docker, change, signal)
    if (id !== undefined) return [[id, name]]
    settle(name)
  } catch (error) {
    signal.throwIfAborted()
    settle(name, sentence(name, `the swarm refused it: ${engineReason(error)}`))
  }
  return []
}

function wasRolledBack({UpdateStatus}: FoundService): boolean {
  return UpdateStatus?.State === 'rollback_completed'
}

function nameOf({spec, found}: ServiceChange): string {
  return spec?.Name ?? found?.Spec?.Name ?? ''
}

function sentence(name: string, text: string): string {
  return `Service ${name}: ${text}${/[.!?]$/.test(text) ? '' : '.'}`
}
