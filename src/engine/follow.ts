import type {Change} from '../change.ts'
import type {Report} from '../reporter/event.ts'
import {type FailedEvent, type ProgramEvent, parseEvent} from './event.ts'
import {failureSentence} from './failure.ts'
import type {HostOutcome} from './outcome.ts'
import type {Program, Step} from './program.ts'
import {scrubber} from './scrub.ts'

type StepEvent = Extract<ProgramEvent, {id: string}>

/** Follows a program by what it prints: reports each event and keeps the sum. */
export class Follower {
  readonly #program: Program
  readonly #host: string
  readonly #report: Report
  readonly #scrub: (text: string) => string
  readonly #started = performance.now()
  readonly #places: ReadonlyMap<string, number>
  readonly #changes: Change[] = []
  readonly #noise: string[] = []
  #since = this.#started
  #limit = 0
  #next = 0
  #ok = 0
  #changed = 0
  #failure: string | undefined
  #ended = false
  #stopped = false
  #needsReboot = false
  #needsReconnect = false
  /** The program's process on the host, once it told. */
  pid: number | undefined
  /** Seconds a change that is going on may take; undefined while the host only looks. */
  applying: number | undefined

  constructor(program: Program, host: string, report: Report) {
    this.#program = program
    this.#host = host
    this.#report = report
    this.#scrub = scrubber(program.shell.secrets)
    this.#places = new Map(program.steps.map((step, place) => [placeKey(step), place]))
  }

  /** From now on nothing is listened to: the program is being ended and only tells that. */
  stop(): void {
    this.#stopped = true
  }

  /** A line of the program's standard output. */
  line(text: string): void {
    if (this.#stopped) return
    const event = parseEvent(text)
    if (event && this.#isKnown(event)) this.#take(event)
    else this.noise(text)
  }

  /** A line that is not an event: output of the host, passed on as it is. */
  noise(text: string): void {
    const line = this.#scrub(text)
    this.#noise.push(line)
    if (this.#noise.length > 50) this.#noise.shift()
    this.#report({type: 'output', target: this.#host, line})
  }

  /** Where the program is, as a part of a sentence. */
  get place(): string {
    const step = this.#program.steps[this.#next]
    return step ? `role ${step.role} at ${step.id}` : 'the end of its program'
  }

  /** The sum after the program ended by itself with this exit status. */
  outcome(code: number | null): HostOutcome {
    if (this.#ended || this.#failure !== undefined) return this.#sum(this.#failure)
    const last = this.#noise.at(-1)
    const exit = code === null ? 'by a signal' : `exit ${code}`
    const words = last === undefined ? '. Run the same command again to continue.' : `: ${last}`
    return this.#sum(`The program on ${this.#host} ended unexpectedly (${exit}) in ${this.place}${words}`)
  }

  /** The sum after the host could not be followed to the end. */
  lost(reason: string): HostOutcome {
    return this.#sum(this.#failure ?? this.#scrub(`${reason} This was in ${this.place}; what came before it holds.`))
  }

  #isKnown(event: ProgramEvent): boolean {
    return !('id' in event) || this.#places.has(placeKey(event))
  }

  #take(event: ProgramEvent): void {
    if (event.type === 'started') this.pid = event.pid
    else if (event.type === 'ended') this.#ended = true
    else if (event.type === 'reboot-needed') this.#needsReboot = this.#ended = true
    else if (event.type === 'applying') this.#begin(event)
    else this.#finish(event)
  }

  #begin(event: StepEvent & {type: 'applying'}): void {
    this.applying = this.#limit = event.seconds
    this.#report({type: 'progress', target: this.#host, text: `${event.role} ${event.id}`})
  }

  #finish(event: Exclude<StepEvent, {type: 'applying'}>): void {
    this.applying = undefined
    this.#next = (this.#places.get(placeKey(event)) ?? 0) + 1
    const now = performance.now()
    const seconds = (now - this.#since) / 1000
    this.#since = now
    if (event.type === 'failed') this.#fail(event, seconds)
    else this.#settle(event, seconds)
  }

  #settle(event: Exclude<StepEvent, {type: 'applying' | 'failed'}>, seconds: number): void {
    const {role, id, type} = event
    if (type === 'ok') this.#ok += 1
    else this.#count(event)
    const diff = 'diff' in event && event.diff !== undefined && {diff: this.#scrub(event.diff)}
    const told =
      type === 'would-restart' ? ({outcome: 'would-change', message: restartMessage} as const) : {outcome: type}
    this.#report({type: 'resource', host: this.#host, role, id, seconds, ...told, ...diff})
  }

  #count(event: Exclude<StepEvent, {type: 'ok' | 'applying' | 'failed'}>): void {
    const {role, id, type} = event
    const isRun = type === 'restarted' || type === 'would-restart'
    if (!isRun) this.#changed += 1
    if (
      type === 'changed' &&
      this.#program.steps.some(step => step.needsReconnect && placeKey(step) === placeKey(event))
    ) {
      this.#needsReconnect = true
    }
    const diff = 'diff' in event && event.diff !== undefined && {diff: this.#scrub(event.diff)}
    const details = isRun ? [`role: ${role}`, restartMessage] : [`role: ${role}`]
    this.#changes.push({id, action: isRun ? 'run' : 'update', host: this.#host, details, ...diff})
  }

  #fail(event: FailedEvent, seconds: number): void {
    const clean = {...event, output: this.#scrub(event.output)}
    const {role, id} = event
    this.#failure = failureSentence(this.#host, clean, this.#limit)
    const message = clean.output.includes('\n') ? `${this.#failure}\n${clean.output}` : this.#failure
    this.#report({type: 'resource', host: this.#host, role, id, outcome: 'failed', seconds, message})
  }

  #sum(message: string | undefined): HostOutcome {
    const failed = message === undefined ? 0 : 1
    const skipped = this.#program.steps.length - this.#next
    const changed = this.#changes.length === 0 ? 'ok' : this.#program.checkMode ? 'would-change' : 'changed'
    return {
      target: this.#host,
      outcome: failed ? 'failed' : changed,
      ok: this.#ok,
      changed: this.#changed,
      failed,
      skipped,
      seconds: (performance.now() - this.#started) / 1000,
      ...(message !== undefined && {message}),
      changes: this.#changes,
      needsReboot: this.#needsReboot,
      needsReconnect: this.#needsReconnect,
    }
  }
}

const restartMessage = 'runs again what follows a change of what it watches'

function placeKey({role, id}: Pick<Step, 'role' | 'id'>): string {
  return `${role}\0${id}`
}
