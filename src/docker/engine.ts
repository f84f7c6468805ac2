import DockerModem from 'docker-modem'
import Docker, {type DockerOptions} from 'dockerode'
import {ChannelAgent} from '../transport/channel-agent.ts'
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
  readonly #agent: ChannelAgent

  constructor(connection: Connection) {
    const agent = new ChannelAgent(connection.name, () => openEngineSocket(connection))
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

async function openEngineSocket(connection: Connection) {
  try {
    return await connection.openUnixSocket(engineSocket)
  } catch (error) {
    throw await explainOpenFailure(connection, engineSocket, error)
  }
}
