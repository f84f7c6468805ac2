import type {Report} from '../reporter/event.ts'
import type {Shell} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'
import type {Privilege} from './privilege.ts'

/** How a program is run on a host. */
export interface RunOptions extends Privilege {
  /** Shell text that goes before the program, which depends on the connection: a way out, for as long as that is open. */
  readonly preface?: (connection: Connection) => Promise<Shell>
  /** Name of the host in reports. */
  readonly host: string
  readonly report: Report
  readonly signal?: AbortSignal
  /** Seconds for the whole program; none by default, each of its steps has its own limit. */
  readonly timeout?: number
  /** Seconds one check may take; 120 by default. */
  readonly checkTimeout?: number
}
