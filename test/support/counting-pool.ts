import type {HostPool} from '../../src/session.ts'

/** The same connections, with every exec of a host counted by its name. */
export function countingPool(pool: HostPool, execs: Map<string, number>): HostPool {
  return {
    ...pool,
    async connect(host) {
      const connection = await pool.connect(host)
      return {
        name: connection.name,
        exec(command, options) {
          execs.set(host.name, (execs.get(host.name) ?? 0) + 1)
          return connection.exec(command, options)
        },
        openUnixSocket: path => connection.openUnixSocket(path),
        openTcp: (address, port) => connection.openTcp(address, port),
        listen: take => connection.listen(take),
        close: () => connection.close(),
      }
    },
  }
}
