import type {Secret} from '../shell/secret.ts'
import type {Connection} from './connection.ts'
import type {Reverse} from './reverse.ts'

/** Everything needed to log in to a host. */
export interface SshTarget {
  /** The host's name, for messages. */
  readonly name: string
  /** Name or address to connect to, as the mother (or the jump host) sees it. */
  readonly address: string
  readonly port: number
  readonly user: string
  /** In OpenSSH's or PEM form, without a passphrase. */
  readonly privateKey: Secret
  /** The keys the host may show, `<type> <base64>`. Empty: any is accepted and told to `onHostKey`. */
  readonly hostKeys: readonly string[]
  readonly onHostKey?: (key: string) => void
  /** Opens the connection to a host to go through, whose sshd must allow TCP forwarding; it is closed with this one. */
  readonly jump?: () => Promise<Connection>
  /** A place the host reaches through this connection. */
  readonly reverse?: Reverse
  /** Seconds until the host must have let us in; 20 by default. */
  readonly connectTimeout?: number
  /** Seconds between signs of life; three missing ones in a row end the connection. 10 by default. */
  readonly keepalive?: number
  readonly signal?: AbortSignal
}
