import {HiveError, reasonOf} from '../error.ts'
import type {HostOutcome} from './outcome.ts'
import type {Program} from './program.ts'
import {type Reconnectable, rebootHost} from './reboot.ts'
import {type RunOptions, runProgram} from './run.ts'

export interface ApplyOptions extends RunOptions {
  /** False: the host cannot be rebooted by us, a change that needs it is reported instead. */
  readonly canReboot: boolean
}

/** More reboots than this in one program mean that a resource asks for one every time. */
const mostReboots = 5

/**
 * Brings a host to where its program wants it: runs it, reboots when a role asked for it and goes on from the start,
 * and closes the connection when only a new login would feel the change.
 */
export async function applyProgram(way: Reconnectable, program: Program, options: ApplyOptions): Promise<HostOutcome> {
  let sum = await runProgram(await way.connect(), program, options)
  for (let reboots = 0; sum.needsReboot; reboots += 1) {
    const refusal = refusalOf(options, reboots)
    if (refusal) return {...sum, outcome: 'failed', failed: 1, message: refusal}
    options.report({type: 'progress', target: options.host, text: 'reboots'})
    try {
      await rebootHost(way, options)
    } catch (error) {
      if (error instanceof HiveError && !options.signal?.aborted)
        return {...sum, outcome: 'failed', failed: 1, message: reasonOf(error)}
      throw error
    }
    sum = added(sum, await runProgram(await way.connect(), program, options))
  }
  if (sum.needsReconnect) await way.reset()
  return sum
}

function refusalOf({host, canReboot}: ApplyOptions, reboots: number): string | undefined {
  if (!canReboot)
    return `Host ${host} has to be rebooted before the rest can be done; reboot it and run the same command again.`
  if (reboots < mostReboots) return undefined
  return `Host ${host} was rebooted ${mostReboots} times and a role still asks for another reboot.`
}

/** The sum of a run and the one that went on after the reboot: what the first changed, the second found right. */
function added(before: HostOutcome, after: HostOutcome): HostOutcome {
  return {
    ...after,
    outcome: after.outcome === 'ok' ? before.outcome : after.outcome,
    ok: Math.max(0, after.ok - before.changed),
    changed: before.changed + after.changed,
    seconds: before.seconds + after.seconds,
    changes: [...before.changes, ...after.changes],
    needsReconnect: false,
  }
}
