import {once} from 'node:events'
import {type Duplex, Readable, Writable} from 'node:stream'
import type Docker from 'dockerode'
import {HiveError, reasonOf} from '../error.ts'
import {Collector} from './collector.ts'
import type {Connection, ExecOptions, ExecResult} from './connection.ts'
import {Slots} from './slots.ts'
import {type Stop, stopOf} from './stop.ts'

export interface ContainerTarget {
  /** For messages; the container's id by default. */
  readonly name?: string
  /** Who runs the commands; root by default, by its number because an image may have no list of users. */
  readonly user?: string
  /** Added to what the commands find in the container; neither the container nor an image made of it keeps it. */
  readonly environment?: Readonly<Record<string, string>>
}

/** As many as over ssh, so that an engine reached over one connection is treated alike. */
const mostSessions = 8

/**
 * A running container, through docker exec: image roles and tasks are worked on like hosts. A command that is given up
 * cannot be ended through the engine; programs of ours end themselves when they are told to.
 */
export function containerConnection(engine: Docker, container: string, target: ContainerTarget = {}): Connection {
  const name = target.name ?? container
  const slots = new Slots(mostSessions)
  const open: OpenContainer = {
    name,
    user: target.user ?? '0',
    environment: Object.entries(target.environment ?? {}).map(([variable, value]) => `${variable}=${value}`),
    container: engine.getContainer(container),
  }
  return {
    name,
    exec: (command, options = {}) => slots.use(() => execInContainer(open, command, options)),
    openUnixSocket: path => Promise.reject(outOfReach(name, `The socket ${path}`)),
    openTcp: (address, port) => Promise.reject(outOfReach(name, `${address}, port ${port},`)),
    listen: () => Promise.reject(outOfReach(name, 'A port')),
    close: () => Promise.resolve(),
  }
}

function outOfReach(name: string, what: string): HiveError {
  return new HiveError('HOST_FAILED', `${what} in the container ${name} cannot be reached from outside.`)
}

interface OpenContainer {
  readonly name: string
  readonly user: string
  readonly environment: string[]
  readonly container: Docker.Container
}

async function execInContainer(open: OpenContainer, command: string, options: ExecOptions): Promise<ExecResult> {
  const stop = stopOf(open.name, options)
  try {
    stop.signal.throwIfAborted()
    const exec = await open.container.exec({
      Cmd: ['sh', '-c', command],
      User: open.user,
      Env: open.environment,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    })
    const stream = await exec.start({hijack: true, stdin: true})
    const output = await follow(stream, options, stop, open.container.modem)
    const {ExitCode, Running} = await exec.inspect()
    if (Running || ExitCode === null) throw new Error('the engine lost the command while it was running')
    return {code: ExitCode, ...output}
  } catch (cause) {
    if (cause instanceof HiveError) throw cause
    throw new HiveError(
      'HOST_FAILED',
      `A command in the container ${open.name} could not be run: ${reasonOf(cause).trim()}.`,
      {cause},
    )
  } finally {
    stop.clear()
  }
}

async function follow(
  stream: Duplex,
  options: ExecOptions,
  stop: Stop,
  modem: Docker.Container['modem'],
): Promise<Pick<ExecResult, 'stdout' | 'stderr'>> {
  const stdout = new Collector(options.onStdout)
  const stderr = new Collector(options.onStderr)
  modem.demuxStream(stream, feeding(stdout), feeding(stderr))
  const end = () => stream.destroy(stop.signal.reason)
  stop.signal.addEventListener('abort', end, {once: true})
  if (options.stdin instanceof Readable) options.stdin.pipe(stream)
  else stream.end(options.stdin ?? '')
  try {
    await ended(stream)
  } finally {
    stop.signal.removeEventListener('abort', end)
  }
  return {stdout: stdout.end(), stderr: stderr.end()}
}

async function ended(stream: Readable): Promise<void> {
  if (stream.readableEnded) return
  await Promise.race([once(stream, 'end'), once(stream, 'close')])
}

function feeding(collector: Collector): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      collector.write(chunk)
      done()
    },
  })
}
