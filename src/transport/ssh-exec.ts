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
    const channel = await openSession(open, command)
    return await follow(open, channel, options, stop.signal)
  } finally {
    stop.clear()
  }
}

async function openSession({name, client, lost}: OpenClient, command: string): Promise<ClientChannel> {
  const {promise, resolve, reject} = Promise.withResolvers<ClientChannel>()
  try {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)))
    return await promise
  } catch (cause) {
    lost.throwIfAborted()
    throw new HiveError('HOST_FAILED', `Host ${name} does not let a command be started: ${reasonOf(cause)}.`, {cause})
  }
}

async function follow(
  open: OpenClient,
  channel: ClientChannel,
  options: ExecOptions,
  stop: AbortSignal,
): Promise<ExecResult> {
  const stdout = new Collector(options.onStdout)
  const stderr = new Collector(options.onStderr)
  let exit: {readonly code: number | null; readonly signal?: string} | undefined
  channel.on('data', (chunk: Buffer) => stdout.write(chunk))
  channel.stderr.on('data', (chunk: Buffer) => stderr.write(chunk))
  channel.on('exit', (code: number | null, signal?: string) => {
    exit = {code, ...(signal !== undefined && {signal: signal.replace(/^SIG/, '')})}
  })
  // A command may end without reading all of its input; what it then says of itself is the better message.
  channel.on('error', () => undefined)
  if (options.stdin instanceof Readable) options.stdin.pipe(channel)
  else channel.end(options.stdin ?? '')
  await closed(channel, stop)
  stop.throwIfAborted()
  if (exit) return {...exit, stdout: stdout.end(), stderr: stderr.end()}
  await lossOf(open)
  throw new HiveError('HOST_FAILED', `Host ${open.name} ended a command without telling how.`)
}

/** Resolves when the command is over or was given up. */
async function closed(channel: ClientChannel, stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await Promise.race([once(channel, 'close'), once(stop, 'abort')])
  if (!stop.aborted) return
  channel.signal('TERM')
  channel.close()
}

/** The library closes the channels of a lost connection before it says that the connection is lost. */
async function lossOf({lost}: OpenClient): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 100))
  lost.throwIfAborted()
}
