import {HiveError, reasonOf} from '../error.ts'
import type {Connection, ExecResult} from '../transport/connection.ts'
import {endProgram} from './end-program.ts'
import {Follower} from './follow.ts'
import type {HostOutcome} from './outcome.ts'
import {programCommand} from './privilege.ts'
import type {Program} from './program.ts'
import type {RunOptions} from './run-options.ts'
import {Silence} from './silence.ts'

/** What a change may take longer than its own limit: ending it, checking again, telling. */
const grace = 30

/**
 * Runs a program on a host and reports what it does as it happens. Whatever goes wrong on the host or on the way to it
 * is an outcome with a sentence; it throws `HiveError` INTERRUPTED only, after the program on the host was ended.
 */
export async function runProgram(connection: Connection, program: Program, options: RunOptions): Promise<HostOutcome> {
  const follower = new Follower(program, options.host, options.report)
  try {
    const result = await execute(connection, program, follower, options)
    return follower.outcome(result.code)
  } catch (error) {
    const isInterrupt = options.signal?.aborted ?? false
    if (!(error instanceof HiveError && error.code === 'HOST_UNREACHABLE'))
      await endQuietly(connection, follower, options)
    if (isInterrupt)
      throw new HiveError('INTERRUPTED', `Interrupted on ${options.host} in ${follower.place}.`, {cause: error})
    return follower.lost(reasonOf(error))
  }
}

async function execute(
  connection: Connection,
  program: Program,
  follower: Follower,
  options: RunOptions,
): Promise<ExecResult> {
  const stop = new AbortController()
  const silence = new Silence(seconds => stop.abort(silent(options.host, seconds)))
  const expect = () => silence.expect(follower.applying ? follower.applying + grace : (options.checkTimeout ?? 120))
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  signal.addEventListener('abort', () => follower.stop(), {once: true})
  expect()
  try {
    const preface = await options.preface?.(connection)
    return await connection.exec(programCommand(options), {
      stdin: `${preface?.text ?? ''}${program.shell.text}`,
      signal,
      ...(options.timeout !== undefined && {timeout: options.timeout}),
      onStdout(line) {
        follower.line(line)
        expect()
      },
      onStderr: line => follower.noise(line),
    })
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    silence.end()
  }
}

function silent(host: string, seconds: number): HiveError {
  return new HiveError('HOST_FAILED', `Host ${host} has said nothing for ${seconds} seconds, so its program was ended.`)
}

async function endQuietly(connection: Connection, follower: Follower, options: RunOptions): Promise<void> {
  if (follower.pid === undefined) return
  // The reader is told what made us give up; that the host does not answer this last question either adds nothing.
  await endProgram(connection, follower.pid, options).catch(() => undefined)
}
