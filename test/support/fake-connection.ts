import type {Connection, ExecOptions, ExecResult} from '../../src/transport/connection.ts'

interface Exec {
  readonly command: string
  readonly stdin: string
}

export interface FakeConnection extends Connection {
  /** What was run, in order. */
  readonly execs: readonly Exec[]
}

/** A host that answers each command with these lines, then with an exit status or an error. */
export function fakeConnection(lines: readonly string[], end: number | Error = 0): FakeConnection {
  const execs: Exec[] = []
  return {
    name: 'box',
    execs,
    async exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
      execs.push({command, stdin: String(options.stdin ?? '')})
      for (const line of lines) options.onStdout?.(line)
      if (end instanceof Error) throw end
      return {code: end, stdout: options.onStdout ? '' : lines.map(line => `${line}\n`).join(''), stderr: ''}
    },
    openUnixSocket: () => Promise.reject(new Error('a fake has no sockets')),
    openTcp: () => Promise.reject(new Error('a fake has no ports')),
    listen: () => Promise.reject(new Error('a fake has no ports')),
    close: () => Promise.resolve(),
  }
}
