import type {PhaseReport, TargetReport} from './event.ts'
import type {Paint} from './paint.ts'
import {type Column, tableLines} from './table.ts'

const targetColumns: readonly Column[] = [
  {title: 'target', align: 'left'},
  {title: 'ok', align: 'right'},
  {title: 'changed', align: 'right'},
  {title: 'failed', align: 'right'},
  {title: 'seconds', align: 'right'},
  {title: 'outcome', align: 'left'},
]

const phaseColumns: readonly Column[] = [
  {title: 'phase', align: 'left'},
  {title: 'outcome', align: 'left'},
  {title: 'changed', align: 'right'},
  {title: 'seconds', align: 'right'},
]

/** What became of a phase: a line for each target, the reasons of those that failed, one line for the whole. */
export function phaseSummary(report: PhaseReport, paint: Paint, width: number): string[] {
  const targets = report.targets.map(targetRow)
  const table = targets.length === 0 ? [] : ['', ...indented(tableLines(targetColumns, targets, width - 2), paint)]
  return [...table, ...reasons(report, paint), phaseVerdict(report, paint)]
}

/** The closing table of a run of several phases. */
export function runSummary(reports: readonly PhaseReport[], paint: Paint, width: number): string[] {
  const rows = reports.map(report => [
    report.phase,
    words(report.outcome),
    String(changeCount(report)),
    report.seconds.toFixed(1),
  ])
  return ['', ...indented(tableLines(phaseColumns, rows, width - 2), paint), runVerdict(reports, paint)]
}

function targetRow(target: TargetReport): string[] {
  const counts = [target.ok, target.changed, target.failed].map(String)
  return [target.target, ...counts, target.seconds.toFixed(1), words(target.outcome)]
}

function indented([head = '', ...rows]: readonly string[], paint: Paint): string[] {
  return [`  ${paint('dim', head)}`, ...rows.map(row => `  ${row}`)]
}

function reasons(report: PhaseReport, paint: Paint): string[] {
  return report.targets.flatMap(({target, outcome, message}) => {
    if (message === undefined) return []
    return [`  ${paint(outcome === 'failed' ? 'red' : 'yellow', `${target}:`)} ${message}`]
  })
}

function phaseVerdict(report: PhaseReport, paint: Paint): string {
  const took = `in ${report.seconds.toFixed(1)} s`
  const count = changeCount(report)
  if (report.outcome === 'failed') return paint('red', `${report.phase} failed ${took}.`)
  if (report.outcome === 'would-change') return paint('cyan', `${report.phase} would make ${changes(count)}.`)
  if (report.outcome === 'changed') return paint('yellow', `${report.phase} made ${changes(count)} ${took}.`)
  return paint('green', `${report.phase}: nothing ${report.checkMode ? 'to change' : 'changed'} (${took}).`)
}

function runVerdict(reports: readonly PhaseReport[], paint: Paint): string {
  const failed = reports.find(report => report.outcome === 'failed')
  if (failed !== undefined) return paint('red', `${failed.phase} failed. Run the same command again to continue there.`)
  const count = reports.reduce((sum, report) => sum + changeCount(report), 0)
  const isCheck = reports.some(report => report.checkMode)
  if (count === 0) return paint('green', isCheck ? 'Nothing to change.' : 'Nothing changed.')
  return isCheck ? paint('cyan', `${changes(count)} would be made.`) : paint('green', `Done, ${changes(count)} made.`)
}

/** Changes a phase lists, or else those its targets count (a host's resources are counted, not listed). */
export function changeCount(report: PhaseReport): number {
  const counted = report.targets.reduce((sum, target) => sum + target.changed, 0)
  return Math.max(report.changes.length, counted)
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}

function words(outcome: string): string {
  return outcome.replace('-', ' ')
}
