import {setTimeout} from 'node:timers/promises'
import {runOnHosts} from '../engine/index.ts'
import {siteScrubber} from '../session/site-scrubber.ts'
import type {Session} from '../session.ts'
import type {Check, CheckResult} from './check.ts'
import {findingOf} from './judge.ts'
import {look} from './look.ts'
import {projectChecks} from './project-checks.ts'
import {roleChecks} from './role-checks.ts'
import {siteChecks} from './site-checks.ts'

/** The `--json` result of `hive test`. */
export interface VerifyReport {
  readonly site: string
  readonly stage: string
  readonly outcome: 'passed' | 'failed'
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  readonly checks: readonly CheckResult[]
}

/** Milliseconds between two rounds. */
const pause = 1000

/** Probes of the mother that are under way at once, and programs of the project. */
const mostProbes = 64
const mostPrograms = 4

/**
 * Checks that a site is what its inventory and the project's `tests` say, and changes nothing. What does not hold is
 * tried again until `wait` seconds are over. Throws `HiveError` INVENTORY_INVALID for mistakes in `tests`.
 */
export async function verifySite(session: Session, wait: number): Promise<VerifyReport> {
  const {site, report, extensions} = session
  const started = Date.now()
  const checks = [...siteChecks(site), ...roleChecks(site, extensions.roles), ...(await projectChecks(site))]
  const results = new Map<Check, CheckResult>()
  while (true) {
    const open = checks.filter(check => results.get(check)?.outcome !== 'passed')
    for (const [check, result] of await round(session, open)) results.set(check, result)
    const failed = [...results.values()].filter(({outcome}) => outcome === 'failed').length
    if (failed === 0 || Date.now() + pause > started + wait * 1000) break
    report({type: 'progress', target: site.name, text: `${failed} of ${checks.length} checks do not hold yet`})
    await setTimeout(pause, undefined, {signal: session.signal})
  }
  return summary(session, started, [...results.values()])
}

async function round(session: Session, checks: readonly Check[]): Promise<readonly (readonly [Check, CheckResult])[]> {
  const seen = await look(session, checks)
  const scrub = await siteScrubber(session.site)
  const clean = (text: string) => printable(scrub(text))
  const judge = async (check: Check) => {
    const started = Date.now()
    const {problem, note} = await findingOf(session, seen, check)
    const seconds = (Date.now() - started) / 1000
    return [check, resultOf(check, seconds, problem && clean(problem), note && clean(note))] as const
  }
  const isProgram = ({probe}: Check) => probe.kind === 'executable'
  const both = await Promise.all([
    runOnHosts(
      checks.filter(check => !isProgram(check)),
      mostProbes,
      judge,
    ),
    runOnHosts(checks.filter(isProgram), mostPrograms, judge),
  ])
  return both.flat()
}

/** Output of hosts must not rewrite the reader's terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, control => (control === '\n' || control === '\t' ? control : '?'))
}

function resultOf({group, title, where}: Check, seconds: number, message?: string, note?: string): CheckResult {
  const common = {group, title, ...(where !== undefined && {where}), ...(note !== undefined && {note}), seconds}
  return message === undefined ? {...common, outcome: 'passed'} : {...common, outcome: 'failed', message}
}

function summary({site}: Session, started: number, checks: readonly CheckResult[]): VerifyReport {
  const failed = checks.filter(({outcome}) => outcome === 'failed').length
  return {
    site: site.name,
    stage: site.stage,
    outcome: failed === 0 ? 'passed' : 'failed',
    passed: checks.length - failed,
    failed,
    seconds: (Date.now() - started) / 1000,
    checks,
  }
}
