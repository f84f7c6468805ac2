import {Agent, type ClientRequestArgs} from 'node:http'
import type {Duplex} from 'node:stream'
import {inspect} from 'node:util'
import type {Connection} from './connection.ts'

/** An HTTP agent whose requests travel in channels of a connection that is open already; streams are kept for the next. */
export class ChannelAgent extends Agent {
  readonly #name: string
  readonly #open: () => Promise<Duplex>

  /** `name` is for logs; what `open` rejects with is what the request fails with. */
  constructor(name: string, open: () => Promise<Duplex>) {
    super({keepAlive: true})
    this.#name = name
    this.#open = open
  }

  // docker-modem describes each request with all it refers to, for a debug log nobody reads; of an agent with its streams
  // that costs more than the request itself.
  [inspect.custom](): string {
    return `ChannelAgent of ${this.#name}`
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#open().then(
      stream => callback(null, asSocket(stream)),
      error => refuse(callback, error),
    )
  }
}

/** Speaks HTTP to a port that the host reaches and the mother may not. `destroy` it when done; the connection stays open. */
export function hostAgent(connection: Connection, address: string, port: number): Agent {
  return new ChannelAgent(connection.name, () => connection.openTcp(address, port))
}

// Streams of ssh channels are no sockets: they have neither keep-alive probes nor a hold on the event loop, both of which
// node's agent sets whenever it puts a stream aside and takes it up again.
export function asSocket(stream: Duplex): Duplex {
  for (const method of ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref']) {
    if (!(method in stream)) Object.defineProperty(stream, method, {value: () => stream})
  }
  // A channel stays half open when the other end is restarted; the agent would put the next request into it.
  stream.once('end', () => stream.destroy())
  return stream
}

// Node takes the error alone, which its type does not know.
function refuse(callback: (error: Error | null, stream: Duplex) => void, error: Error): void {
  Reflect.apply(callback, undefined, [error])
}
