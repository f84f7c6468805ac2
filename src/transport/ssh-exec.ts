import {once} from 'node:events'
import {Readable} from 'node:stream'
import type {Client, ClientChannel} from 'ssh2'
import {HiveError, reasonOf} from '../error.ts'
import {Collector} from './collector.ts'
import type {ExecOptions, ExecResult} from './connection.ts'
import {stopOf} from './stop.ts'

interface OpenClient {
  readonly name: string
  readonly client: Client
  /** Aborted with a `HiveError` when the connection is gone. */
  readonly lost: AbortSignal
}

/**
 * Runs one command in a session of its own. When the call is given up, sshd is asked to end the command's process group,
 * which it does for ordinary users, not for root: programs of ours also end themselves when told to.
 */
export async function execOverSsh(open: OpenClient, command: string, options: ExecOptions): Promise<ExecResult> {
  const stop = stopOf(open.name, options)
  try {
    stop.signal.throwIfAborted()
    const session = await openSession(open, command)
    return await follow(open, session, options, stop.signal)
  } finally {
    stop.clear()
  }
}

interface RemoteSession {
  readonly channel: ClientChannel
  /** How the command ended; undefined when the channel was closed without telling. */
  readonly ended: Promise<Exit | undefined>
}

type Exit = Pick<ExecResult, 'code' | 'signal'>

async function openSession({name, client, lost}: OpenClient, command: string): Promise<RemoteSession> {
  const {promise, resolve, reject} = Promise.withResolvers<RemoteSession>()
  try {
    client.exec(command, (error, channel) => {
      if (error) reject(error)
      // A short command's end can be in the very packet that says it was started: who asks later has missed it.
      else resolve({channel, ended: endOf(channel)})
    })
    return await promise
  } catch (cause) {
    lost.throwIfAborted()
    throw new HiveError('HOST_FAILED', `Host ${name} does not let a command be started: ${reasonOf(cause)}.`, {cause})
  }
}

function endOf(channel: ClientChannel): Promise<Exit | undefined> {
  const {promise, resolve} = Promise.withResolvers<Exit | undefined>()
  let exit: Exit | undefined
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = {code, ...(signal !== undefined && {signal: signal.replace(/^SIG/, '')})}
  })
  channel.on('close', () => resolve(exit))
  // A command may end without reading all of its input; what it then says of itself is the better message.
  channel.on('error', () => undefined)
  return promise
}

async function follow(
  open: OpenClient,
  {channel, ended}: RemoteSession,
  options: ExecOptions,
  stop: AbortSignal,
): Promise<ExecResult> {
  const stdout = new Collector(options.onStdout)
  const stderr = new Collector(options.onStderr)
  channel.on('data', (chunk: Buffer) => stdout.write(chunk))
  channel.stderr.on('data', (chunk: Buffer) => stderr.write(chunk))
  if (options.stdin instanceof Readable) options.stdin.pipe(channel)
  else channel.end(options.stdin ?? '')
  const exit = await untilStopped(channel, ended, stop)
  stop.throwIfAborted()
  if (exit) return {...exit, stdout: stdout.end(), stderr: stderr.end()}
  await lossOf(open)
  throw new HiveError('HOST_FAILED', `Host ${open.name} ended a command without telling how.`)
}

/** How the command ended; undefined when it was given up. */
async function untilStopped(
  channel: ClientChannel,
  ended: RemoteSession['ended'],
  stop: AbortSignal,
): Promise<Exit | undefined> {
  if (!stop.aborted) {
    const aborted = once(stop, 'abort').then(() => undefined)
    const exit = await Promise.race([ended, aborted])
    if (!stop.aborted) return exit
  }
  channel.signal('TERM')
  channel.close()
  return undefined
}

/** The library closes the channels of a lost connection before it says that the connection is lost. */
async function lossOf({lost}: OpenClient): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 100))
  lost.throwIfAborted()
}
