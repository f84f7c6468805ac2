import {once} from 'node:events'
import {createServer, type Socket} from 'node:net'
import {pipeline} from 'node:stream/promises'
import {engineSocket} from '../docker/engine.ts'
import {HiveError} from '../error.ts'
import type {Connection} from '../transport/connection.ts'

export interface ServedEngine {
  /** For DOCKER_HOST. */
  readonly address: string
  close(): Promise<void>
}

/** Longest path of a unix socket that every system takes (sun_path of Linux and macOS). */
const longestPath = 103

/**
 * Lets programs on the mother speak to a host's Docker engine through a socket file, each conversation a stream of the
 * connection that is open anyway.
 * @throws HiveError CONTEXT_INVALID when the path is too long for a socket.
 */
export async function serveEngine(connection: Connection, path: string): Promise<ServedEngine> {
  if (Buffer.byteLength(path) > longestPath) {
    throw new HiveError(
      'CONTEXT_INVALID',
      `${path} is too long for a socket: ${Buffer.byteLength(path)} bytes, expected were at most ${longestPath}.`,
      {suggestions: ['Name a shorter directory: hive set temp_dir DIRECTORY.']},
    )
  }
  const clients = new Set<Socket>()
  const server = createServer({allowHalfOpen: true}, client => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    // The client sees its conversation end, and says what it wanted; there is nobody else to tell.
    converse(connection, client).catch(() => client.destroy())
  })
  server.listen(path)
  await once(server, 'listening')
  return {
    address: `unix://${path}`,
    async close() {
      for (const client of clients) client.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function converse(connection: Connection, client: Socket): Promise<void> {
  const engine = await connection.openUnixSocket(engineSocket)
  await Promise.all([pipeline(client, engine, {end: true}), pipeline(engine, client, {end: true})])
}
