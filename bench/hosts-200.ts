import {fork} from 'node:child_process'
import {once} from 'node:events'
import {baseFacts} from '../src/engine/base-facts.ts'
import {compile} from '../src/engine/compile.ts'
import {gatherFacts} from '../src/engine/gather-facts.ts'
import {runProgram} from '../src/engine/run.ts'
import {runOnHosts} from '../src/engine/run-on-hosts.ts'
import {secret} from '../src/shell/secret.ts'
import {connectSsh} from '../src/transport/ssh.ts'
import type {FleetReady, FleetReport} from './fleet.ts'
import {printTable} from './table.ts'
import {resources} from './workload/resources.ts'

const forks = 50

interface Measured {
  readonly hosts: number
  readonly seconds: number
  /** Milliseconds of CPU of this process for each host. */
  readonly cpu: number
  /** Megabytes of memory at the end, all connections open. */
  readonly memory: number
  /** Most connections one host has seen. */
  readonly connections: number
}

/** Many hosts with nothing to change: the servers answer in a process of their own, so only our side is measured. */
export async function benchHosts(): Promise<void> {
  await measure(10)
  const rows: Measured[] = []
  for (const hosts of [50, 100, 200]) rows.push(await measure(hosts))
  printTable('no-change run of 100 resources, in-process sshd', [
    ['hosts', 'time', 'CPU per host', 'memory', 'connections per host'],
    ...rows.map(({hosts, seconds, cpu, memory, connections}) => [
      String(hosts),
      `${seconds.toFixed(2)} s`,
      `${cpu.toFixed(1)} ms`,
      `${memory.toFixed(0)} MB`,
      String(connections),
    ]),
  ])
  const [few, , many] = rows
  if (!few || !many) return
  printTable('bars', [
    [
      'CPU per host flat (200 against 50)',
      `${(many.cpu / few.cpu).toFixed(2)}x`,
      many.cpu <= 1.3 * few.cpu ? 'met' : 'missed',
    ],
    ['memory < 400 MB', `${many.memory.toFixed(0)} MB`, many.memory < 400 ? 'met' : 'missed'],
    ['at most 1 connection per host', String(many.connections), many.connections <= 1 ? 'met' : 'missed'],
  ])
}

async function measure(hosts: number): Promise<Measured> {
  const fleet = fork(new URL('fleet.ts', import.meta.url), [String(hosts)])
  const [ready]: FleetReady[] = await once(fleet, 'message')
  if (!ready) throw new Error('the servers did not start')
  const before = process.cpuUsage()
  const started = performance.now()
  const open = await runOnHosts(ready.ports, forks, port => noChange(port, ready))
  const {user, system} = process.cpuUsage(before)
  const seconds = (performance.now() - started) / 1000
  const memory = process.memoryUsage.rss() / 2 ** 20
  await Promise.all(open.map(connection => connection.close()))
  fleet.send('report')
  const [report]: FleetReport[] = await once(fleet, 'message')
  fleet.kill()
  const connections = Math.max(...(report?.connections ?? []))
  return {hosts, seconds, cpu: (user + system) / 1000 / hosts, memory, connections}
}

async function noChange(port: number, {hostKey, userKey}: FleetReady) {
  const name = `host-${port}`
  const privateKey = secret(userKey)
  const connection = await connectSsh({name, address: '127.0.0.1', port, user: 'root', privateKey, hostKeys: [hostKey]})
  await gatherFacts(connection, baseFacts, {become: true})
  const program = compile([{role: 'bench', resources}], {checkMode: false})
  const outcome = await runProgram(connection, program, {host: name, become: true, report: () => undefined})
  if (outcome.ok !== resources.length) throw new Error(outcome.message)
  return connection
}
