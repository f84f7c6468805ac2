import {once} from 'node:events'
import {connect, type SecureContextOptions} from 'node:tls'
import type {Dispatcher} from 'undici'
import type {Connection} from '../../transport/connection.ts'

/**
 * Requests over TLS to a place that a host reaches and the mother may not: each travels in a channel of the connection.
 * The caller destroys it.
 */
export async function hostDispatcher(connection: Connection, trust: SecureContextOptions): Promise<Dispatcher> {
  const {Agent} = await import('undici')
  return new Agent({
    connect({hostname, port}, callback) {
      const open = async () => {
        const channel = await connection.openTcp(hostname, Number(port || 443))
        const socket = connect({...trust, socket: channel, servername: hostname})
        await once(socket, 'secureConnect')
        return socket
      }
      open().then(
        socket => callback(null, socket),
        error => callback(error, null),
      )
    },
  })
}
