import type {Duplex} from 'node:stream'
import type {ReadStream, WriteStream} from 'node:tty'
import type Docker from 'dockerode'
import type {Exec} from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {HiveError} from '../error.ts'
import type {Session} from '../session.ts'
import {buildContainerName} from './build-container.ts'
import {repositoryHost} from './repository-host.ts'

export interface Terminal {
  readonly stdin: ReadStream
  readonly stdout: WriteStream
  /** What `TERM` says of it. */
  readonly type?: string
}

/** The best shell the image has. */
const shell = ['/bin/sh', '-c', 'if command -v bash >/dev/null; then exec bash; else exec sh; fi']

/**
 * Opens a shell in the container in which building an image failed, started again if it was stopped. Returns the shell's
 * exit status.
 * @throws HiveError USAGE for an unknown service, IMAGE_FAILED when there is no such container.
 */
export async function openBuildShell(session: Session, service: string, terminal: Terminal): Promise<number> {
  const {site} = session
  if (!site.images.some(image => image.service === service)) {
    const known = site.images.map(image => image.service).join(', ')
    throw new HiveError('USAGE', `Service ${service} has no image that is built; known are: ${known || 'none'}.`)
  }
  const docker = await session.hosts.engine(repositoryHost(site))
  await startAgain(docker, service)
  const exec = await docker.getContainer(buildContainerName(service)).exec({
    Cmd: shell,
    User: '0',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    ...(terminal.type !== undefined && {Env: [`TERM=${terminal.type}`]}),
  })
  await converse(exec, await exec.start({hijack: true, stdin: true, Tty: true}), terminal)
  const {ExitCode} = await exec.inspect()
  return ExitCode ?? 0
}

async function startAgain(docker: Docker, service: string): Promise<void> {
  try {
    await docker.getContainer(buildContainerName(service)).start()
  } catch (error) {
    if (engineStatus(error) === 304) return
    if (engineStatus(error) !== 404) throw error
    throw new HiveError('IMAGE_FAILED', `No build container of ${service} was kept: its last build did not fail.`, {
      cause: error,
    })
  }
}

async function converse(exec: Exec, stream: Duplex, {stdin, stdout}: Terminal): Promise<void> {
  const resize = () => exec.resize({h: stdout.rows ?? 24, w: stdout.columns ?? 80})
  const onResize = () => {
    // The shell may have ended in this very moment; its size does not matter then.
    resize().catch(() => undefined)
  }
  stdout.on('resize', onResize)
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.pipe(stream)
  stream.pipe(stdout, {end: false})
  try {
    onResize()
    await new Promise<void>((resolve, reject) => {
      stream.once('end', resolve)
      stream.once('error', reject)
    })
  } finally {
    stdin.unpipe(stream)
    if (stdin.isTTY) stdin.setRawMode(false)
    stdin.pause()
    stdout.off('resize', onResize)
  }
}
