import type {Change} from '../change.ts'
import type {ProgramEvent} from './event.ts'
import type {HostOutcome} from './outcome.ts'
import type {Program, Step} from './program.ts'

/** A step that was found right, made right or would be. */
export type SettledEvent = Extract<
  ProgramEvent,
  {type: 'ok' | 'changed' | 'would-change' | 'restarted' | 'would-restart'}
>

/** What a reaction is called in reports. */
export const reactionText = 'runs again what follows a change of what it watches'

/** Keeps the sum of what a program did on its host. */
export class Tally {
  readonly #program: Program
  readonly #host: string
  readonly #started = performance.now()
  readonly #changes: Change[] = []
  #ok = 0
  #changed = 0
  #needsReconnect = false
  needsReboot = false
  guarded: string | undefined

  constructor(program: Program, host: string) {
    this.#program = program
    this.#host = host
  }

  add(event: SettledEvent): void {
    if (event.type === 'ok') this.#ok += 1
    else if (event.type === 'restarted' || event.type === 'would-restart') this.#addReaction(event)
    else this.#addChange(event)
  }

  /** The outcome; with a message it is a failure. */
  sum(skipped: number, message: string | undefined): HostOutcome {
    const changed = this.#changes.length === 0 ? 'ok' : this.#program.checkMode ? 'would-change' : 'changed'
    return {
      target: this.#host,
      outcome: message === undefined ? changed : 'failed',
      ok: this.#ok,
      changed: this.#changed,
      failed: message === undefined ? 0 : 1,
      skipped,
      seconds: (performance.now() - this.#started) / 1000,
      ...(message !== undefined && {message}),
      changes: this.#changes,
      needsReboot: this.needsReboot,
      needsReconnect: this.#needsReconnect,
      ...(this.guarded !== undefined && {guarded: this.guarded}),
    }
  }

  #addReaction({role, id}: SettledEvent): void {
    this.#changes.push({id, action: 'run', host: this.#host, details: [`role: ${role}`, reactionText]})
  }

  #addChange(event: SettledEvent & {readonly diff?: string | undefined}): void {
    const {role, id, type, diff} = event
    this.#changed += 1
    this.#needsReconnect ||=
      type === 'changed' && this.#program.steps.some(step => step.needsReconnect && isAbout(event, step))
    const shown = diff !== undefined && {diff}
    this.#changes.push({id, action: 'update', host: this.#host, details: [`role: ${role}`], ...shown})
  }
}

function isAbout(event: SettledEvent, {role, id}: Step): boolean {
  return event.role === role && event.id === id
}
