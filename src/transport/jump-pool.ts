import type {Connection} from './connection.ts'
import {connectSsh} from './ssh.ts'
import type {SshTarget} from './ssh-target.ts'

/** Connections to jump hosts, one for each, which all hosts behind it share. */
export interface JumpPool {
  /** The connection to a jump host, made for the first who asks; it ends when everyone it was given to has closed it. */
  open(target: SshTarget): Promise<Connection>
}

interface Shared {
  readonly connection: Promise<Connection>
  users: number
}

export function createJumpPool(): JumpPool {
  const pool = new Map<string, Shared>()

  function share(target: SshTarget): Shared {
    const key = `${target.user}@${target.address}:${target.port}`
    const known = pool.get(key)
    if (known !== undefined) return known
    const made: Shared = {connection: connectSsh(target), users: 0}
    pool.set(key, made)
    made.connection.catch(() => forget(made))
    return made
  }

  /** Whoever asks next gets a new connection; those who have this one keep it. */
  function forget(shared: Shared): void {
    for (const [key, known] of pool) if (known === shared) pool.delete(key)
  }

  async function giveBack(shared: Shared): Promise<void> {
    shared.users -= 1
    if (shared.users > 0) return
    forget(shared)
    await (await shared.connection).close()
  }

  return {
    async open(target) {
      const shared = share(target)
      shared.users += 1
      const connection = await shared.connection
      return {
        name: connection.name,
        exec: (command, options) => connection.exec(command, options),
        openUnixSocket: path => connection.openUnixSocket(path),
        openTcp(address, port) {
          const stream = connection.openTcp(address, port)
          // The jump host may be lost, which only a new connection can tell.
          stream.catch(() => forget(shared))
          return stream
        },
        listen: take => connection.listen(take),
        close: () => giveBack(shared),
      }
    },
  }
}
