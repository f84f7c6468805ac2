import {once} from 'node:events'
import type {Duplex} from 'node:stream'
import type {Client} from 'ssh2'
import {HiveError, reasonOf} from '../error.ts'
import type {Connection, ExecOptions, ExecResult} from './connection.ts'
import {ReversePorts} from './reverse.ts'
import {Slots} from './slots.ts'
import {execOverSsh} from './ssh-exec.ts'
import {unreachable} from './ssh-failure.ts'
import {login} from './ssh-login.ts'
import type {SshTarget} from './ssh-target.ts'

/** sshd lets ten sessions share a connection (`MaxSessions`); two stay free for what a person may have changed. */
const mostSessions = 8

/**
 * Logs in to a host, through its jump host where it has one. The connection is one TCP connection with host key pinned
 * and signs of life; commands beyond eight at a time wait. Throws `HiveError` HOST_UNREACHABLE.
 */
export async function connectSsh(target: SshTarget): Promise<Connection> {
  if (!target.jump) return connectionOf(target, await login(target, undefined))
  const jump = await target.jump()
  try {
    return await connectionOf(target, await login(target, await jump.openTcp(target.address, target.port)), jump)
  } catch (error) {
    await jump.close()
    throw error
  }
}

async function connectionOf(target: SshTarget, client: Client, jump?: Connection): Promise<SshConnection> {
  const connection = new SshConnection(target, client, jump)
  if (target.reverse === undefined) return connection
  try {
    connection.proxyPort = await connection.ports.openTo(target.reverse)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

class SshConnection implements Connection {
  readonly name: string
  proxyPort?: number
  readonly ports: ReversePorts
  readonly #target: SshTarget
  readonly #client: Client
  readonly #jump: Connection | undefined
  readonly #slots = new Slots(mostSessions)
  readonly #lost = new AbortController()

  constructor(target: SshTarget, client: Client, jump?: Connection) {
    this.name = target.name
    this.ports = new ReversePorts(target.name, client)
    this.#target = target
    this.#client = client
    this.#jump = jump
    client.on('error', error => this.#lose(error))
    client.on('close', () => this.#lose(new Error('the connection was closed')))
  }

  exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    return this.#slots.use(() => {
      this.#lost.signal.throwIfAborted()
      return execOverSsh({name: this.name, client: this.#client, lost: this.#lost.signal}, command, options)
    })
  }

  openUnixSocket(path: string): Promise<Duplex> {
    return this.#open(`the socket ${path}`, callback => this.#client.openssh_forwardOutStreamLocal(path, callback))
  }

  openTcp(address: string, port: number): Promise<Duplex> {
    return this.#open(`${address}, port ${port}`, callback =>
      this.#client.forwardOut('127.0.0.1', 0, address, port, callback),
    )
  }

  async listen(take: (stream: Duplex) => void): Promise<number> {
    this.#lost.signal.throwIfAborted()
    return this.ports.open(take)
  }

  async close(): Promise<void> {
    if (!this.#lost.signal.aborted) {
      const closed = once(this.#client, 'close')
      this.#client.end()
      await closed
    }
    await this.#jump?.close()
  }

  async #open(
    what: string,
    open: (callback: (error: Error | undefined, stream: Duplex) => void) => void,
  ): Promise<Duplex> {
    this.#lost.signal.throwIfAborted()
    const {promise, resolve, reject} = Promise.withResolvers<Duplex>()
    open((error, stream) => (error ? reject(error) : resolve(stream)))
    try {
      return await promise
    } catch (cause) {
      this.#lost.signal.throwIfAborted()
      throw new HiveError('HOST_FAILED', `${this.name} cannot reach ${what}: ${reasonOf(cause)}.`, {cause})
    }
  }

  #lose(error: Error): void {
    this.#lost.abort(unreachable(this.#target, error))
  }
}
