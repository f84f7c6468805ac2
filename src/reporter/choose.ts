import {jsonReporter} from './json.ts'
import type {Reporter} from './reporter.ts'
import {terminalReporter} from './terminal.ts'

interface ReporterChoice {
  readonly json: boolean
  readonly verbose: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The reporter of this process: for a program under `--json`, else for a person at a terminal or reading a job's log. */
export function chooseReporter({json, verbose, environment}: ReporterChoice): Reporter {
  if (json) return jsonReporter(process.stderr)
  return terminalReporter({
    output: process.stdout,
    verbose,
    gitlabSections: environment.GITLAB_CI !== undefined,
    now: Date.now,
    patience: {first: 2000, again: 20_000},
  })
}
