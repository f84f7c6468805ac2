import clusterRoles from '../../plugins/roles-cluster/src/index.ts'
import hostRoles from '../../plugins/roles-host/src/index.ts'
import repositoryRoles from '../../plugins/roles-repository/src/index.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import {setupHosts} from '../../src/phases/setup-hosts.ts'
import type {Provider} from '../../src/provider.ts'
import type {RunEvent} from '../../src/reporter/event.ts'
import type {Session} from '../../src/session.ts'
import type {Host, Site} from '../../src/site/site.ts'
import {countingPool} from './counting-pool.ts'
import type {Nodes} from './nodes.ts'

export interface SetUpWish extends Partial<PhaseOptions> {
  readonly checkMode?: boolean
  /** In place of the nodes' own site. */
  readonly site?: Site
  readonly providers?: ReadonlyMap<string, Provider>
}

/** Runs setup-hosts with every role of hive on real nodes; `execs` counts them by host. */
export async function setUp(nodes: Nodes, wish: SetUpWish = {}) {
  const {checkMode = false, site = nodes.site, providers = new Map(), ...options} = wish
  const events: RunEvent[] = []
  const execs = new Map<string, number>()
  const sets = await Promise.all([hostRoles(), repositoryRoles(), clusterRoles()])
  const roles = sets.flatMap(set => set.roles).filter(role => role.kind !== 'image')
  const session: Session = {
    site,
    extensions: {providers, roles, imageRoles: new Map()},
    hosts: countingPool(nodes.pool, execs),
    report: event => events.push(event),
    signal: new AbortController().signal,
    checkMode,
  }
  const defaults = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
  return {report: await setupHosts.run(session, {...defaults, ...options}), events, execs}
}

/** What a script says on a host, as root or as the login user. */
export async function inHost(
  {pool}: Nodes,
  host: Host,
  script: string,
  user: 'root' | 'admin' = 'root',
): Promise<string> {
  const connection = await pool.connect(host)
  const {stdout} = await connection.exec(user === 'root' ? 'sudo -n sh -s' : 'sh -s', {stdin: `exec 2>&1\n${script}\n`})
  return stdout.trim()
}

export function hostAt({site}: Nodes, index: number): Host {
  const host = site.hosts.at(index)
  if (host === undefined) throw new Error(`no host ${index}`)
  return host
}
