import {setTimeout as pause} from 'node:timers/promises'
import {HiveError, reasonOf} from '../error.ts'
import {sh} from '../shell/sh.ts'
import {programCommand} from './privilege.ts'
import type {Program} from './program.ts'
import type {Reconnectable} from './reboot.ts'
import type {RunOptions} from './run-options.ts'

/** Seconds a host may take, after its time is over, to put everything back and answer again. */
const recovery = 90

export interface GuardOptions extends RunOptions {
  /** What is guarded: `sshd firewall`. */
  readonly names: string
  /** Confirm that it stays, or only ask until the host has put it back. */
  readonly verb: 'keep' | 'ask'
}

/**
 * Confirms what a role changed under a guard, over a connection made anew, or waits until the host put it back. Returns
 * undefined when it stays, else the sentence about what became of the host. Throws `HiveError` INTERRUPTED only.
 */
export async function settleGuard(
  way: Reconnectable,
  program: Program,
  options: GuardOptions,
): Promise<string | undefined> {
  const end = Date.now() + (program.guard.seconds + recovery) * 1000
  for (let last: unknown; ; ) {
    await way.reset()
    try {
      const answer = await askGuard(way, program, options)
      if (answer === 'kept') return undefined
      if (answer.startsWith('put-back')) {
        // Not by the host itself: where its answer is lost it has to be asked again.
        await askGuard(way, program, {...options, verb: 'forget'}).catch(() => undefined)
        return cutOff(options, last)
      }
      last = new Error('it has not put everything back yet')
    } catch (error) {
      options.signal?.throwIfAborted()
      last = error
    }
    if (Date.now() > end) return lost(options, last)
    await pause(1000, undefined, options.signal && {signal: options.signal})
  }
}

/** What the reader is told when a host went back to what it had. */
export function putBackText(names: string): string {
  return `What was changed of ${names.split(' ').join(', ')} was put back as it was before.`
}

interface Question extends RunOptions {
  readonly verb: GuardOptions['verb'] | 'forget'
}

async function askGuard(way: Reconnectable, {guard}: Program, options: Question): Promise<string> {
  const {stateDirectory: state, runtimeDirectory: runtime} = guard
  const script = `${state}/guard-program`
  const connection = await way.connect()
  const {code, stdout, stderr} = await connection.exec(programCommand(options), {
    stdin: `${sh`if [ -e ${script} ]; then sh ${script} ${state} ${runtime} ${options.verb}; else echo kept; fi`.text}\n`,
    timeout: 20,
    ...(options.signal && {signal: options.signal}),
  })
  if (code === 0) return stdout.trim()
  throw new HiveError('HOST_FAILED', stderr.trim().split('\n').at(-1) || `it ended with ${code ?? 'a signal'}`)
}

function cutOff({host, names, verb}: GuardOptions, reason: unknown): string {
  if (verb === 'ask') return `${putBackText(names)} The host answers again.`
  const why = reason === undefined ? '' : ` (${reasonOf(reason)})`
  return `Host ${host} could not be used over a new connection after a change of ${names}${why}. ${putBackText(names)} The host answers again.`
}

function lost({host, names}: GuardOptions, reason: unknown): string {
  return `Host ${host} cannot be used since a change of ${names} (${reasonOf(reason)}), and it did not come back in the time it has to put back what was there. Look at its console.`
}
