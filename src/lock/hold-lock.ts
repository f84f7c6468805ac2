import {PassThrough} from 'node:stream'
import {HiveError, reasonOf} from '../error.ts'
import {sh} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'
import {holdProgram} from './hold-program.ts'
import {describeHolder, type Holder} from './holder.ts'

export interface LockRequest {
  /** The locks' files, absolute or relative to the login directory; all are taken or none. */
  readonly paths: readonly string[]
  /** What is locked, for messages. */
  readonly what: string
  readonly holder: Holder
  readonly breakLock: boolean
}

export interface HeldLock {
  /** False once the connection was lost, and the lock with it. */
  readonly isHeld: boolean
  /** Lets go; waits until others can have it. */
  release(): Promise<void>
}

/**
 * Takes locks through a connection and keeps them until they are released or the connection ends.
 * Throws `HiveError` STAGE_LOCKED naming the holder, or CONTEXT_INVALID when a lock's file cannot be made.
 */
export async function holdLock(connection: Pick<Connection, 'exec'>, request: LockRequest): Promise<HeldLock> {
  const input = new PassThrough()
  input.write(`${JSON.stringify(request.holder)}\n`)
  const {promise: firstLine, resolve: onStdout} = Promise.withResolvers<string>()
  const program = holdProgram(request).text
  let isHeld = true
  const ended = connection.exec(sh`sh -c ${program}`.text, {stdin: input, onStdout}).then(
    result => result.stderr,
    error => reasonOf(error),
  )
  const lost = ended.then(reason => {
    isHeld = false
    return `failed ${reason}`
  })
  const answer = await Promise.race([firstLine, lost])
  if (answer !== 'held') {
    input.end()
    await lost
    throw refusal(answer, request)
  }
  return {
    get isHeld() {
      return isHeld
    },
    async release() {
      input.end()
      await lost
    },
  }
}

function refusal(answer: string, {what, paths}: LockRequest): HiveError {
  if (answer.startsWith('busy')) {
    return new HiveError('STAGE_LOCKED', `${what} is in use by ${describeHolder(answer.slice('busy '.length))}.`, {
      suggestions: [
        'Wait until it has ended and run the same command again, or let it wait with --lock-timeout SECONDS.',
        'When you know that it is stuck, take over with --break-lock.',
      ],
    })
  }
  const reason = answer.slice('failed '.length).trim()
  return new HiveError(
    'CONTEXT_INVALID',
    `${what} could not be locked: ${paths.join(', ')}: ${reason || 'the program that holds the lock ended'}.`,
  )
}
