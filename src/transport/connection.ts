import type {Duplex, Readable} from 'node:stream'

export interface ExecOptions {
  /**
   * Sent to the command's standard input, which is closed then. Secrets travel here and nowhere else. A stream keeps the
   * input open until it ends: a command that reads it learns at once that we are gone.
   */
  readonly stdin?: string | Uint8Array | Readable
  /** Called with every complete line, without its newline, as it arrives. */
  readonly onStdout?: (line: string) => void
  readonly onStderr?: (line: string) => void
  readonly signal?: AbortSignal
  /** Seconds until the command is ended and the call fails; none by default. */
  readonly timeout?: number
}

export interface ExecResult {
  /** Exit status; null when a signal ended the command. */
  readonly code: number | null
  readonly signal?: string
  /** Collected output; empty when the matching `onStdout`/`onStderr` took the lines. */
  readonly stdout: string
  readonly stderr: string
}

/**
 * An open way to one host. It is kept for a whole run; everything hive does on a host is a channel of it.
 * Errors: `HiveError` HOST_UNREACHABLE when the host refuses, hangs or drops in the middle.
 */
export interface Connection {
  /** The host's name, for messages. */
  readonly name: string
  /** Where the host reaches the mother's proxy while this connection is open: a port on its loopback. */
  readonly proxyPort?: number
  /** Runs a command line through the host's shell as the login user. Never holds a secret: it shows in `ps`. */
  exec(command: string, options?: ExecOptions): Promise<ExecResult>
  /** A stream to a unix socket on the host (the Docker engine's), without a socket file on our side. */
  openUnixSocket(path: string): Promise<Duplex>
  /** A stream to a TCP port as the host sees it: of its own loopback, or of whom it reaches. */
  openTcp(address: string, port: number): Promise<Duplex>
  /** Lets programs of the host reach us: streams to the port of its loopback that is returned go to `take`. */
  listen(take: (stream: Duplex) => void): Promise<number>
  close(): Promise<void>
}
