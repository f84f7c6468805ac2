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

/**
 * Lets a host reach a place through our connection to it; returns the port on the host's loopback. Throws HOST_FAILED
 * when its sshd forwards nothing.
 */
export async function openReverse(name: string, client: Client, reverse: Reverse): Promise<number> {
  const {login} = reverse
  const take = login && proxyWithLogin({...reverse, login})
  client.on('tcp connection', (_details, accept, reject) => (take ? take(accept()) : pass(reverse, accept, reject)))
  try {
    // Somebody else's run or shell may hold the port: any other one will do as well.
    return await listen(client, reverse.wantedPort).catch(() => listen(client, 0))
  } catch (cause) {
    throw new HiveError('HOST_FAILED', `Host ${name} cannot be given the proxy: ${reasonOf(cause)}.`, {
      cause,
      suggestions: ['Its sshd has to allow forwarding: AllowTcpForwarding yes, or remote.'],
    })
  }
}

function listen(client: Client, port: number): Promise<number> {
  const {promise, resolve, reject} = Promise.withResolvers<number>()
  client.forwardIn('127.0.0.1', port, (error, chosen) => (error ? reject(error) : resolve(port === 0 ? chosen : port)))
  return promise
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
