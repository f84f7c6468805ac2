import {HiveError, reasonOf} from '../error.ts'
import {settleGuard} from './guard.ts'
import type {HostOutcome} from './outcome.ts'
import type {Program} from './program.ts'
import {type Reconnectable, rebootHost} from './reboot.ts'
import {runProgram} from './run.ts'
import type {RunOptions} from './run-options.ts'

export interface ApplyOptions extends RunOptions {
  /** False: the host cannot be rebooted by us, a change that needs it is reported instead. */
  readonly canReboot: boolean
}

/** More reboots than this in one program mean that a resource asks for one every time. */
const mostReboots = 5

/** More confirmations than this in one program mean that two roles undo each other's changes. */
const mostConfirmations = 20

/**
 * Brings a host to where its program wants it: runs it, confirms what a role changed under a guard, reboots when one
 * asked for it, each time going on from the start, and closes the connection when only a new login would feel the change.
 */
export async function applyProgram(way: Reconnectable, program: Program, options: ApplyOptions): Promise<HostOutcome> {
  let sum = await runProgram(await way.connect(), program, options)
  let reboots = 0
  for (let stops = 0; isStopped(sum); stops += 1) {
    const problem =
      stops > mostConfirmations + mostReboots
        ? `Roles undo each other's changes of ${sum.guarded ?? 'what needs a reboot'} on ${options.host} again and again.`
        : await goOn(way, program, {...options, sum, reboots})
    if (problem !== undefined) return {...sum, outcome: 'failed', failed: 1, message: problem}
    if (sum.needsReboot) reboots += 1
    sum = added(sum, await runProgram(await way.connect(), program, options))
  }
  if (sum.outcome === 'failed' && sum.guarded !== undefined) return afterPutBack(way, program, {...options, sum})
  if (sum.needsReconnect) await way.reset()
  return sum
}

/** A program that was lost in the middle of a guarded role: whatever cut it off is put back by the host. */
async function afterPutBack(way: Reconnectable, program: Program, {sum, ...options}: Stop): Promise<HostOutcome> {
  const {guarded: names = '', message = ''} = sum
  const end = await settleGuard(way, program, {...options, names, verb: 'ask'})
  return end === undefined ? sum : {...sum, message: `${message} ${end}`}
}

interface Stop extends ApplyOptions {
  readonly sum: HostOutcome
}

function isStopped({outcome, needsReboot, guarded}: HostOutcome): boolean {
  return outcome !== 'failed' && (needsReboot || guarded !== undefined)
}

/** Does what the program stopped for; a sentence when the rest cannot be done. */
async function goOn(
  way: Reconnectable,
  program: Program,
  {sum, reboots, ...options}: Stop & {readonly reboots: number},
): Promise<string | undefined> {
  const refusal = sum.needsReboot ? refusalOf(options, reboots) : undefined
  const problem = sum.needsReboot && refusal === undefined ? await reboot(way, options) : undefined
  // Also where the host is not rebooted: what it put on hold has to be confirmed all the same.
  const cutOff =
    sum.guarded === undefined
      ? undefined
      : await settleGuard(way, program, {...options, names: sum.guarded, verb: 'keep'})
  return cutOff ?? problem ?? refusal
}

async function reboot(way: Reconnectable, options: ApplyOptions): Promise<string | undefined> {
  options.report({type: 'progress', target: options.host, text: 'reboots'})
  try {
    await rebootHost(way, options)
    return undefined
  } catch (error) {
    if (error instanceof HiveError && !options.signal?.aborted) return reasonOf(error)
    throw error
  }
}

function refusalOf({host, canReboot}: ApplyOptions, reboots: number): string | undefined {
  if (!canReboot)
    return `Host ${host} has to be rebooted before the rest can be done; reboot it and run the same command again.`
  if (reboots < mostReboots) return undefined
  return `Host ${host} was rebooted ${mostReboots} times and a role still asks for another reboot.`
}

/** The sum of a run and the one that went on after a reboot or a confirmation: what the first changed, the second found right. */
function added(before: HostOutcome, after: HostOutcome): HostOutcome {
  return {
    ...after,
    outcome: after.outcome === 'ok' ? before.outcome : after.outcome,
    ok: Math.max(0, after.ok - before.changed),
    changed: before.changed + after.changed,
    seconds: before.seconds + after.seconds,
    changes: [...before.changes, ...after.changes],
  }
}
