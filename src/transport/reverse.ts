import {connect} from 'node:net'
import type {AcceptConnection, Client, ClientChannel, RejectConnection} from 'ssh2'
import {HiveError, reasonOf} from '../error.ts'
import type {Secret} from '../shell/secret.ts'
import {proxyWithLogin} from './proxy-login.ts'

/** A place this machine reaches and the host shall reach, too, while the connection is open. */
export interface Reverse {
  readonly host: string
  readonly port: number
  /** For a proxy that wants to know who asks; the host is not told. */
  readonly login?: Secret
  /** On the host's loopback; another one is taken where it is in use. */
  readonly wantedPort: number
}

/** What becomes of a stream that a program of the host has opened. */
type Take = (accept: AcceptConnection<ClientChannel>, reject: RejectConnection) => void

/** Ports of a host's loopback that lead to this machine through our connection to the host, for as long as that is open. */
export class ReversePorts {
  readonly #name: string
  readonly #client: Client
  readonly #takes = new Map<number, Take>()

  constructor(name: string, client: Client) {
    this.#name = name
    this.#client = client
    client.on('tcp connection', ({destPort}, accept, reject) => {
      const take = this.#takes.get(destPort)
      if (take === undefined) reject()
      else take(accept, reject)
    })
  }

  /** Opens a port for streams that are taken here. Throws HOST_FAILED when the host's sshd forwards nothing. */
  async open(take: (stream: ClientChannel) => void): Promise<number> {
    return this.#open('a way to this machine', [0], accept => take(accept()))
  }

  /** Opens a port that leads to a place. Throws HOST_FAILED when the host's sshd forwards nothing. */
  async openTo(reverse: Reverse): Promise<number> {
    const {login, wantedPort} = reverse
    const speak = login && proxyWithLogin({...reverse, login})
    // Somebody else's run or shell may hold the port: any other one will do as well.
    return this.#open('the proxy', [wantedPort, 0], (accept, reject) =>
      speak ? speak(accept()) : pass(reverse, accept, reject),
    )
  }

  async #open(what: string, [port = 0, ...others]: readonly number[], take: Take): Promise<number> {
    try {
      return await this.#listen(port, take)
    } catch (cause) {
      if (others.length > 0) return this.#open(what, others, take)
      throw new HiveError('HOST_FAILED', `Host ${this.#name} cannot be given ${what}: ${reasonOf(cause)}.`, {
        cause,
        suggestions: ['Its sshd has to allow forwarding: AllowTcpForwarding yes, or remote.'],
      })
    }
  }

  #listen(port: number, take: Take): Promise<number> {
    const {promise, resolve, reject} = Promise.withResolvers<number>()
    this.#client.forwardIn('127.0.0.1', port, (error, chosen) => {
      if (error) return reject(error)
      const opened = port === 0 ? chosen : port
      this.#takes.set(opened, take)
      resolve(opened)
    })
    return promise
  }
}

function pass({host, port}: Reverse, accept: AcceptConnection<ClientChannel>, reject: RejectConnection): void {
  const socket = connect({host, port})
  socket.once('error', reject)
  socket.once('connect', () => {
    socket.off('error', reject)
    const channel = accept()
    // Either side may go away at any time; who asked sees a closed connection, as from any proxy.
    socket.on('error', () => channel.destroy())
    channel.on('error', () => socket.destroy())
    channel.on('close', () => socket.destroy())
    socket.pipe(channel)
    channel.pipe(socket)
  })
}
