import {once} from 'node:events'
import {connect} from 'node:net'
import {addAbortSignal, type Duplex} from 'node:stream'

/** Opens a TCP port; rejects as `net.connect` fails, or when the signal comes first. */
export type Dial = (address: string, port: number, signal: AbortSignal) => Promise<Duplex>

/** From this machine. */
export const dialDirectly: Dial = async (host, port, signal) => {
  const socket = addAbortSignal(signal, connect({host, port}))
  await once(socket, 'connect')
  return socket
}
