import {programCommand} from '../../engine/privilege.ts'
import type {Session} from '../../session.ts'
import type {Shell} from '../../shell/sh.ts'
import type {Host} from '../../site/site.ts'
import type {ExecResult} from '../../transport/connection.ts'

/** Runs a step as root on a host, in one exec. Throws HOST_UNREACHABLE only; how the step ended is the result. */
export async function runStep({hosts, signal}: Session, host: Host, step: Shell): Promise<ExecResult> {
  const connection = await hosts.connect(host)
  return connection.exec(programCommand({become: true}), {
    stdin: `hive_step() {\nPATH=$PATH:/usr/sbin:/sbin LC_ALL=C; export PATH LC_ALL\n${step.text}\n}\nhive_step </dev/null\n`,
    signal,
  })
}
