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

/** One line for a resource, and what changed in it. */
export function resourceLines(event: ResourceEvent, paint: Paint): string[] {
  const head = paint(resourceColours[event.outcome], event.outcome.replace('-', ' ').padEnd(12))
  const message = event.message === undefined ? '' : `: ${event.message}`
  return [`  ${head}  ${event.host}  ${event.role}  ${event.id}${message}`, ...diffLines(event.diff, paint)]
}

/** One line for a change that is planned, made or failed, then what differs. */
export function changeLines({change, outcome, message}: ChangeEvent, paint: Paint): string[] {
  const host = change.host === undefined ? '' : `${change.host}  `
  const reason = message === undefined ? '' : `: ${message}`
  const where = outcome === 'planned' && change.where !== undefined ? paint('dim', `  (${change.where})`) : ''
  return [
    `  ${changeHead(change, outcome, paint)}  ${host}${change.id}${reason}${where}`,
    ...change.details.map(detail => `      ${detail}`),
    ...diffLines(change.diff, paint),
  ]
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
