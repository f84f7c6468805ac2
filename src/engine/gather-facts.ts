import {randomUUID} from 'node:crypto'
import {HiveError} from '../error.ts'
import type {Facts} from '../role.ts'
import {raw, type Shell} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'
import {type Privilege, programCommand} from './privilege.ts'

export interface GatherOptions extends Privilege {
  readonly signal?: AbortSignal
  /** Seconds for all facts of the host together; 120 by default. */
  readonly timeout?: number
}

/** Asks a host all facts in one exec. A fact that fails or prints nothing is ''. Throws HOST_UNREACHABLE, HOST_FAILED. */
export async function gatherFacts(
  connection: Connection,
  facts: Readonly<Record<string, Shell>>,
  options: GatherOptions,
): Promise<Facts> {
  const boundary = `hive-${randomUUID()}`
  const result = await connection.exec(programCommand(options), {
    stdin: factProgram(facts, boundary),
    timeout: options.timeout ?? 120,
    ...(options.signal && {signal: options.signal}),
  })
  const parts = result.stdout.split(`\n${boundary}\n`)
  if (result.code !== 0 || parts.length !== Object.keys(facts).length + 1) {
    throw new HiveError('HOST_FAILED', failure(connection.name, result.code, result.stderr))
  }
  return Object.fromEntries(Object.keys(facts).map((name, index) => [name, (parts[index] ?? '').trim()]))
}

/** Every fact runs in a subshell of its own and ends with a line no fact can know. */
function factProgram(facts: Readonly<Record<string, Shell>>, boundary: string): string {
  return [
    'hive_facts() {',
    'LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export LC_ALL PATH; cd /',
    ...Object.values(facts).map(
      fact => `(\n${fact.text}\n) 2>/dev/null\n${raw(`printf '\\n%s\\n' '${boundary}'`).text}`,
    ),
    '}\nhive_facts </dev/null\n',
  ].join('\n')
}

function failure(host: string, code: number | null, stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? ''
  return `Host ${host} could not be asked for its facts (exit ${code ?? 'by a signal'})${last && `: ${last}`}.`
}
