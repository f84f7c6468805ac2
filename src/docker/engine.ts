import {Agent, type ClientRequestArgs} from 'node:http'
import type {Duplex} from 'node:stream'
import {inspect} from 'node:util'
import DockerModem from 'docker-modem'
import Docker, {type DockerOptions} from 'dockerode'
import type {Connection} from '../transport/connection.ts'
import {explainEngineFailure, explainOpenFailure} from './engine-failure.ts'

/** Where Docker Engine listens on every host. */
export const engineSocket = '/var/run/docker.sock'

/**
 * The Docker engine of a host, spoken to through its unix socket over the connection that is already open. Requests
 * reuse their streams; hijacked ones (exec, attach) own theirs.
 *
 * Calls reject with `HiveError` ENGINE_UNAVAILABLE when the engine does not answer (an {@link EngineAccessDenied} when
 * the login user may not use the socket), and with dockerode's own error, carrying `statusCode`, when the engine refuses.
 */
export function dockerEngine(connection: Connection): Docker {
  const options: DockerOptions & {modem: DockerModem} = {modem: new EngineModem(connection)}
  return new Docker(options)
}

/** Lets go of the engine's idle streams; the connection stays open. */
export function closeEngine(docker: Docker): void {
  if (docker.modem instanceof EngineModem) docker.modem.close()
}

class EngineModem extends DockerModem {
  readonly #host: string
  readonly #agent: EngineAgent

  constructor(connection: Connection) {
    const agent = new EngineAgent(connection)
    // Given so that nothing of DOCKER_* in the environment is used; the agent decides where requests go.
    super({protocol: 'http', host: 'http://engine', port: 80, timeout: undefined, agent})
    this.#host = connection.name
    this.#agent = agent
  }

  override dial(options: DockerModem.DialOptions, callback?: DockerModem.RequestCallback): void {
    super.dial(options, (error, result) => callback?.(error && explainEngineFailure(this.#host, error), result))
  }

  close(): void {
    this.#agent.destroy()
  }
}

class EngineAgent extends Agent {
  readonly #connection: Connection

  constructor(connection: Connection) {
    super({keepAlive: true})
    this.#connection = connection
  }

  // docker-modem describes each request with all it refers to, for a debug log nobody reads; of an agent with its streams
  // that costs more than the request itself.
  [inspect.custom](): string {
    return `EngineAgent of ${this.#connection.name}`
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#connection.openUnixSocket(engineSocket).then(
      stream => callback(null, asSocket(stream)),
      async error => refuse(callback, await explainOpenFailure(this.#connection, engineSocket, error)),
    )
  }
}

// Streams of ssh channels are no sockets: they have neither keep-alive probes nor a hold on the event loop, both of which
// node's agent sets whenever it puts a stream aside and takes it up again.
function asSocket(stream: Duplex): Duplex {
  for (const method of ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref']) {
    if (!(method in stream)) Object.defineProperty(stream, method, {value: () => stream})
  }
  // A channel stays half open when the engine is restarted; the agent would put the next request into it.
  stream.once('end', () => stream.destroy())
  return stream
}

// Node takes the error alone, which its type does not know.
function refuse(callback: (error: Error | null, stream: Duplex) => void, error: Error): void {
  Reflect.apply(callback, undefined, [error])
}
