import type {PhaseReport, RunEvent} from './event.ts'
import {changeLines, resourceLines} from './event-lines.ts'
import {sectionEnd, sectionStart} from './gitlab-section.ts'
import {LongWork, type Patience} from './long-work.ts'
import {type Paint, painter} from './paint.ts'
import {phaseSummary, runSummary} from './phase-summary.ts'
import type {Output, Reporter} from './reporter.ts'
import {cut} from './table.ts'

export interface TerminalOptions {
  readonly output: Output
  /** Also what was right already, and every line of programs run on our behalf. */
  readonly verbose: boolean
  /** Write the marks that make phases foldable in a GitLab job log. */
  readonly gitlabSections: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly patience: Patience
}

/** Lines of program output that are kept to be shown when their target fails. */
const keptLines = 40

/** Renders a run as lines for a person: no cursor tricks, so a log file reads like the screen did. */
export function terminalReporter(options: TerminalOptions): Reporter {
  const screen = new Screen(options)
  return {report: event => screen.show(event), close: () => screen.close()}
}

class Screen {
  readonly #options: TerminalOptions
  readonly #paint: Paint
  readonly #warnings = new Set<string>()
  readonly #tails = new Map<string, string[]>()
  readonly #timer: NodeJS.Timeout
  #checkMode = false
  #openPhase: string | undefined
  #started: number
  #lastWrite: number
  readonly #work: LongWork

  constructor(options: TerminalOptions) {
    this.#options = options
    this.#paint = painter(options.output)
    this.#started = options.now()
    this.#lastWrite = this.#started
    this.#work = new LongWork(options.patience)
    this.#timer = setInterval(() => this.#tellWork(), 250).unref()
  }

  show(event: RunEvent): void {
    if (event.type === 'phase-started') this.#startPhase(event.phase, event.checkMode)
    else if (event.type === 'phase-ended') this.#endPhase(event.report)
    else if (event.type === 'run-ended') this.#endRun(event.reports)
    else if (event.type === 'progress') this.#work.begin(event.target, event.text, this.#options.now())
    else if (event.type === 'warning') this.#warn(event.target, event.text)
    else if (event.type === 'output') this.#programLine(event.target, event.line)
    else this.#change(event)
  }

  close(): void {
    clearInterval(this.#timer)
    // A run that broke off would leave the rest of the job's log inside of the phase.
    if (this.#openPhase !== undefined) this.#endSection(this.#openPhase)
  }

  #startPhase(phase: string, checkMode: boolean): void {
    this.#checkMode = checkMode
    this.#started = this.#options.now()
    const title = this.#paint('bold', checkMode ? `${phase} (check mode, nothing is changed)` : phase)
    if (this.#options.gitlabSections) this.#startSection(phase, title)
    else this.#lines(['', title])
  }

  #endPhase(report: PhaseReport): void {
    const failed = report.targets.filter(target => target.outcome === 'failed')
    for (const {target} of failed) this.#tail(target)
    this.#lines(phaseSummary(report, this.#paint, this.#width()))
    if (this.#options.gitlabSections) this.#endSection(report.phase)
    this.#tails.clear()
    this.#work.clear()
  }

  #startSection(phase: string, title: string): void {
    this.#openPhase = phase
    this.#write(sectionStart(phase, title, this.#seconds()))
  }

  #endSection(phase: string): void {
    this.#openPhase = undefined
    this.#write(sectionEnd(phase, this.#seconds()))
  }

  /** A single phase has said all there is to say. */
  #endRun(reports: readonly PhaseReport[]): void {
    if (reports.length > 1) this.#lines(runSummary(reports, this.#paint, this.#width()))
  }

  #tellWork(): void {
    const now = this.#options.now()
    const elapsed = (now - this.#started) / 1000
    const texts = this.#work.due(now, this.#lastWrite)
    if (texts.length > 0) this.#lines(texts.map(text => this.#progressLine(elapsed, text)))
  }

  #progressLine(elapsed: number, text: string): string {
    const line = `  ${elapsed.toFixed(1).padStart(6)} s      ${text}`
    return this.#paint('dim', this.#options.output.isTTY ? cut(line, this.#width()) : line)
  }

  #warn(target: string | undefined, text: string): void {
    const line = target === undefined ? text : `${target}: ${text}`
    if (this.#warnings.has(line)) return
    this.#warnings.add(line)
    this.#lines([`  ${this.#paint('yellow', 'warning')}       ${line}`])
  }

  #programLine(target: string, line: string): void {
    if (this.#options.verbose) this.#lines([`  ${this.#paint('dim', `${target} |`)} ${line}`])
    else this.#tails.set(target, [...(this.#tails.get(target) ?? []), line].slice(-keptLines))
  }

  #tail(target: string): void {
    const lines = this.#tails.get(target) ?? []
    if (lines.length === 0) return
    this.#lines([`  The last lines of ${target}:`, ...lines.map(line => `  ${this.#paint('dim', '|')} ${line}`)])
  }

  #change(event: Extract<RunEvent, {type: 'resource' | 'change'}>): void {
    const detail = {paint: this.#paint, verbose: this.#options.verbose}
    const target = event.type === 'resource' ? event.host : (event.change.host ?? event.change.id)
    if (event.type === 'resource' || event.outcome !== 'started') this.#work.end(target)
    if (event.type === 'resource') {
      if (event.outcome !== 'ok' || this.#options.verbose) this.#lines(resourceLines(event, detail))
    } else if (this.#isNews(event.outcome)) this.#lines(changeLines(event, detail))
  }

  /** Plans are news in check mode only: otherwise they are followed by what was done. */
  #isNews(outcome: 'planned' | 'started' | 'done' | 'failed'): boolean {
    if (outcome === 'planned') return this.#checkMode
    return outcome !== 'started' || this.#options.verbose
  }

  #lines(lines: readonly string[]): void {
    this.#write(lines.map(line => `${line}\n`).join(''))
  }

  #write(text: string): void {
    this.#lastWrite = this.#options.now()
    this.#options.output.write(text)
  }

  #width(): number {
    return this.#options.output.columns ?? 120
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1000)
  }
}
