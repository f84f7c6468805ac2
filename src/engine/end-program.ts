import {processFunctions} from '../shell/process-functions.ts'
import {sh} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'
import {type Privilege, programCommand} from './privilege.ts'

/** Ends a program that still runs on a host, with everything it started. The program cleans up after itself. */
export async function endProgram(connection: Connection, pid: number, privilege: Privilege): Promise<void> {
  await connection.exec(programCommand(privilege), {
    stdin: `${processFunctions}\n${sh`hive_end_tree ${pid}`.text}\n`,
    timeout: 15,
  })
}
