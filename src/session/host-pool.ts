import type Docker from 'dockerode'
import type {HostPool} from '../session.ts'
import type {Host} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

export interface HostPoolRequest {
  /** Logs in to a host. */
  readonly open: (host: Host) => Promise<Connection>
  readonly engineOf: (connection: Connection) => Promise<Docker>
  readonly closeEngine: (engine: Docker) => Promise<void>
}

interface OpenHost {
  readonly connection: Promise<Connection>
  engine?: Promise<Docker>
}

/** One connection for each host: whoever asks while it is being made waits for the same one. */
export function createHostPool({open, engineOf, closeEngine}: HostPoolRequest): HostPool {
  const hosts = new Map<string, OpenHost>()

  function openHost(host: Host): OpenHost {
    const known = hosts.get(host.name)
    if (known !== undefined) return known
    const opening: OpenHost = {connection: open(host)}
    hosts.set(host.name, opening)
    opening.connection.catch(() => {
      // Whoever waits for it is told; the next one tries again.
      if (hosts.get(host.name) === opening) hosts.delete(host.name)
    })
    return opening
  }

  async function drop(name: string): Promise<void> {
    const known = hosts.get(name)
    if (known === undefined) return
    hosts.delete(name)
    const [connection, engine] = await Promise.allSettled([known.connection, known.engine])
    if (engine.status === 'fulfilled' && engine.value !== undefined) await closeEngine(engine.value)
    if (connection.status === 'fulfilled') await connection.value.close()
  }

  return {
    connect: host => openHost(host).connection,
    engine(host) {
      const known = openHost(host)
      known.engine ??= known.connection.then(engineOf)
      return known.engine
    },
    reset: host => drop(host.name),
    async close() {
      await Promise.all([...hosts.keys()].map(drop))
    },
  }
}
