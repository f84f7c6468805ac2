import {setTimeout as pause} from 'node:timers/promises'
import {HiveError, reasonOf} from '../error.ts'
import {raw} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'
import {type Privilege, programCommand} from './privilege.ts'

/** A way to a host that can be closed and opened again. */
export interface Reconnectable {
  connect(): Promise<Connection>
  reset(): Promise<void>
}

export interface RebootOptions extends Privilege {
  readonly host: string
  readonly signal?: AbortSignal
  /** Seconds until the host must answer again; 600 by default. */
  readonly timeout?: number
}

/** The kernel's boot and when the first process started: the second tells for a container, which has no kernel of its own. */
const bootIdentity = raw(`cat /proc/sys/kernel/random/boot_id; sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20`)

/** Reboots a host and comes back when it answers again and is known to have booted. Throws HOST_UNREACHABLE. */
export async function rebootHost(way: Reconnectable, options: RebootOptions): Promise<void> {
  const connection = await way.connect()
  const before = await identityOf(connection, options)
  const command = `(sleep 1; systemctl reboot) >/dev/null 2>&1 </dev/null &\n`
  await connection.exec(programCommand(options), {stdin: command, timeout: 30})
  await way.reset()
  await untilBooted(way, before, options)
}

async function untilBooted(way: Reconnectable, before: string, options: RebootOptions): Promise<void> {
  const end = Date.now() + (options.timeout ?? 600) * 1000
  for (let last: unknown; ; ) {
    await pause(1000, undefined, options.signal && {signal: options.signal})
    try {
      const now = await identityOf(await way.connect(), options)
      if (now !== before) return
      last = new Error('it has not shut down')
    } catch (error) {
      last = error
    }
    await way.reset()
    if (Date.now() > end) throw tooLong(options, last)
  }
}

async function identityOf(connection: Connection, privilege: Privilege): Promise<string> {
  const {stdout} = await connection.exec(programCommand(privilege), {stdin: bootIdentity.text, timeout: 20})
  return stdout
}

function tooLong({host, timeout = 600}: RebootOptions, cause: unknown): HiveError {
  return new HiveError(
    'HOST_UNREACHABLE',
    `Host ${host} was rebooted and did not come back within ${timeout} seconds: ${reasonOf(cause)}.`,
    {cause, suggestions: [`Look at the console of ${host}; when it is up again, run the same command to continue.`]},
  )
}
