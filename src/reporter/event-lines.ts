import type {Change, ChangeAction} from '../change.ts'
import type {RunEvent} from './event.ts'
import {type Colour, type Paint, paintDiff} from './paint.ts'

type ResourceEvent = Extract<RunEvent, {type: 'resource'}>
type ChangeEvent = Extract<RunEvent, {type: 'change'}>

const resourceColours: Readonly<Record<ResourceEvent['outcome'], Colour>> = {
  ok: 'dim',
  changed: 'yellow',
  'would-change': 'cyan',
  failed: 'red',
  restarted: 'yellow',
}

const doneWords: Readonly<Record<ChangeAction, string>> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  start: 'started',
  stop: 'stopped',
  remove: 'removed',
  run: 'ran',
}

/** How much is told of what has been done; what would be done is always told with all that differs. */
export interface Detail {
  readonly paint: Paint
  /** Also the differences of what was done. */
  readonly verbose: boolean
}

/** One line for a resource, and what differs in it. */
export function resourceLines(event: ResourceEvent, {paint, verbose}: Detail): string[] {
  const head = paint(resourceColours[event.outcome], event.outcome.replace('-', ' ').padEnd(12))
  const message = event.message === undefined ? '' : `: ${event.message}`
  const line = `  ${head}  ${event.host}  ${event.role}  ${event.id}${message}`
  return verbose || event.outcome === 'would-change' ? [line, ...diffLines(event.diff, paint)] : [line]
}

/** One line for a change that is planned, made or failed, then what differs. */
export function changeLines({change, outcome, message}: ChangeEvent, {paint, verbose}: Detail): string[] {
  const host = change.host === undefined ? '' : `${change.host}  `
  const reason = message === undefined ? '' : `: ${message}`
  const where = outcome === 'planned' && change.where !== undefined ? paint('dim', `  (${change.where})`) : ''
  const line = `  ${changeHead(change, outcome, paint)}  ${host}${change.id}${reason}${where}`
  const isTold = verbose || outcome === 'planned'
  const details = isTold || changesWhatWasThere(change) ? change.details.map(detail => `      ${detail}`) : []
  return [line, ...details, ...(isTold ? diffLines(change.diff, paint) : [])]
}

/** Why something was touched that was there already is always of interest. */
function changesWhatWasThere({action}: Change): boolean {
  return action === 'update' || action === 'replace'
}

function changeHead(change: Change, outcome: ChangeEvent['outcome'], paint: Paint): string {
  if (outcome === 'planned') return paint('cyan', `would ${change.action}`.padEnd(12))
  if (outcome === 'failed') return paint('red', `${change.action} failed`.padEnd(12))
  if (outcome === 'started') return paint('dim', `${change.action} ...`.padEnd(12))
  return paint('yellow', doneWords[change.action].padEnd(12))
}

function diffLines(diff: string | undefined, paint: Paint): string[] {
  return diff === undefined || diff === '' ? [] : paintDiff(diff, paint).map(line => `      ${line}`)
}
