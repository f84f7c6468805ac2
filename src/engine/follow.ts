import type {Report} from '../reporter/event.ts'
import {type FailedEvent, type ProgramEvent, parseEvent} from './event.ts'
import {failureSentence} from './failure.ts'
import {putBackText} from './guard.ts'
import type {HostOutcome} from './outcome.ts'
import type {Program, Step} from './program.ts'
import {scrubber} from './scrub.ts'
import {reactionText, type SettledEvent, Tally} from './tally.ts'

/** Lines of the host that are kept to explain an unexpected end. */
const mostNoise = 50

/** Follows a program by what it prints: reports each event and keeps the sum. */
export class Follower {
  readonly #program: Program
  readonly #host: string
  readonly #report: Report
  readonly #scrub: (text: string) => string
  readonly #tally: Tally
  readonly #places: ReadonlyMap<string, number>
  readonly #noise: string[] = []
  #since = performance.now()
  #limit = 0
  #next = 0
  #failure: string | undefined
  #ended = false
  #stopped = false
  /** The program's process on the host, once it told. */
  pid: number | undefined
  /** Seconds a change that is going on may take; undefined while the host only looks. */
  applying: number | undefined

  constructor(program: Program, host: string, report: Report) {
    this.#program = program
    this.#host = host
    this.#report = report
    this.#scrub = scrubber(program.shell.secrets)
    this.#tally = new Tally(program, host)
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
    if (this.#noise.length > mostNoise) this.#noise.shift()
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
    else if (event.type === 'reboot-needed') this.#ended = this.#tally.needsReboot = true
    else if (event.type === 'guarded') this.#guarded(event.names)
    else if (event.type === 'put-back') this.#putBack(event.names)
    else if (event.type === 'applying') this.#begin(event)
    else if (event.type === 'failed') this.#fail(event, this.#step(event))
    else this.#settle(event, this.#step(event))
  }

  /** The program ends here, unless it says that a reboot comes first. */
  #guarded(names: string): void {
    this.#tally.guarded = names
    this.#ended = true
  }

  #putBack(names: string): void {
    this.#tally.guarded = undefined
    this.#report({type: 'warning', target: this.#host, text: putBackText(names)})
  }

  #begin({role, id, seconds}: ProgramEvent & {type: 'applying'}): void {
    this.applying = this.#limit = seconds
    this.#tally.guarded =
      this.#program.steps[this.#places.get(placeKey({role, id})) ?? -1]?.guard ?? this.#tally.guarded
    this.#report({type: 'progress', target: this.#host, text: `${role} ${id}`})
  }

  /** Goes on to the next step and tells how many seconds this one took. */
  #step(event: Pick<Step, 'role' | 'id'>): number {
    this.applying = undefined
    this.#next = (this.#places.get(placeKey(event)) ?? 0) + 1
    const before = this.#since
    this.#since = performance.now()
    return (this.#since - before) / 1000
  }

  #settle(event: SettledEvent, seconds: number): void {
    const clean = 'diff' in event && event.diff !== undefined ? {...event, diff: this.#scrub(event.diff)} : event
    this.#tally.add(clean)
    const {role, id, type} = clean
    const told =
      type === 'would-restart' ? ({outcome: 'would-change', message: reactionText} as const) : {outcome: type}
    const diff = 'diff' in clean && clean.diff !== undefined && {diff: clean.diff}
    this.#report({type: 'resource', host: this.#host, role, id, seconds, ...told, ...diff})
  }

  #fail(event: FailedEvent, seconds: number): void {
    const clean = {...event, output: this.#scrub(event.output)}
    const {role, id, output} = clean
    this.#failure = failureSentence(this.#host, clean, this.#limit)
    const message = output.includes('\n') ? `${this.#failure}\n${output}` : this.#failure
    this.#report({type: 'resource', host: this.#host, role, id, outcome: 'failed', seconds, message})
  }

  #sum(message: string | undefined): HostOutcome {
    return this.#tally.sum(this.#program.steps.length - this.#next, message)
  }
}

function placeKey({role, id}: Pick<Step, 'role' | 'id'>): string {
  return `${role}\0${id}`
}
