import {once} from 'node:events'
import {type AddressInfo, createConnection, createServer, type Server, type Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {execa} from 'execa'
import {HiveError, reasonOf} from '../error.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import {Collector} from './collector.ts'
import type {Connection, ExecOptions, ExecResult} from './connection.ts'
import {endGroup} from './process-group.ts'
import {stopOf} from './stop.ts'

/** The machine hive itself runs on, through its `sh`. */
export function localConnection(name = 'this machine'): Connection {
  const servers: Server[] = []
  return {
    name,
    exec: (command, options = {}) => execLocal(name, command, options),
    openUnixSocket: path => opened(createConnection(path), `The socket ${path} on ${name}`),
    openTcp: (address, port) => opened(createConnection(port, address), `${address}, port ${port}, seen from ${name},`),
    async listen(take) {
      const server = createServer(take).listen(0, '127.0.0.1').unref()
      servers.push(server)
      await once(server, 'listening')
      const {port} = server.address() as AddressInfo
      return port
    },
    async close() {
      for (const server of servers.splice(0)) server.close()
    },
  }
}

async function execLocal(name: string, command: string, options: ExecOptions): Promise<ExecResult> {
  const stop = stopOf(name, options)
  const stdout = new Collector(options.onStdout)
  const stderr = new Collector(options.onStderr)
  try {
    stop.signal.throwIfAborted()
    // A process group of its own, so that all the command started can be ended with it.
    const child = execa('sh', ['-c', command], {
      env: withoutOwnSecrets(process.env),
      input: options.stdin ?? '',
      buffer: false,
      encoding: 'buffer',
      reject: false,
      detached: true,
      cleanup: true,
    })
    const kill = () => endGroup(child.pid)
    stop.signal.addEventListener('abort', kill, {once: true})
    child.stdout.on('data', chunk => stdout.write(chunk))
    child.stderr.on('data', chunk => stderr.write(chunk))
    const result = await child
    stop.signal.throwIfAborted()
    if (result.exitCode === undefined && result.signal === undefined) throw unstartable(name, result.cause)
    return {
      code: result.exitCode ?? null,
      ...(result.signal !== undefined && {signal: result.signal.replace(/^SIG/, '')}),
      stdout: stdout.end(),
      stderr: stderr.end(),
    }
  } finally {
    stop.clear()
  }
}

function unstartable(name: string, cause: unknown): HiveError {
  return new HiveError('HOST_FAILED', `No command can be started on ${name}: ${reasonOf(cause)}.`, {cause})
}

async function opened(socket: Socket, what: string): Promise<Duplex> {
  try {
    await once(socket, 'connect')
    return socket
  } catch (cause) {
    throw new HiveError('HOST_FAILED', `${what} cannot be opened: ${reasonOf(cause)}.`, {cause})
  }
}
