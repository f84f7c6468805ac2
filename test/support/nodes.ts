import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import * as provider from '../../plugins/provider-docker/src/provider.ts'
import {ensureContextDirectory} from '../../src/context/directory.ts'
import {ensureKeyPair, type KeyPair} from '../../src/context/key-pair.ts'
import {writeKnownHosts} from '../../src/context/known-hosts.ts'
import {sshConfigPath, writeSshConfig} from '../../src/context/ssh-config.ts'
import {HiveError} from '../../src/error.ts'
import type {Machine, ProviderRequest} from '../../src/provider.ts'
import {createHostPool} from '../../src/session/host-pool.ts'
import {siteHosts} from '../../src/session/site-hosts.ts'
import type {HostPool} from '../../src/session.ts'
import type {Site} from '../../src/site/site.ts'
import {freeCidr, uniqueName} from './names.ts'
import {makeSite, type SiteWish} from './site.ts'

/** Real hosts: containers with systemd, sshd and dockerd, in a network and a context directory of their own. */
export interface Nodes {
  readonly site: Site
  readonly machines: readonly Machine[]
  readonly keyPair: KeyPair
  /** Connections and engines of the hosts, as a session has them. */
  readonly pool: HostPool
  /** For plain `ssh -F`. */
  readonly sshConfig: string
  /** Removes everything. */
  stop(): Promise<void>
}

export type NodesWish = Omit<SiteWish, 'hosts' | 'name' | 'contextDirectory' | 'cidr'> & {
  /** Name of the site, so that files of tests do not meet: hosts are `p-hive0.<prefix>` and so on. */
  readonly prefix: string
}

/** Starts `count` nodes, the last of them the repository; about 2 s when the node image is there. */
export async function startNodes(count: number, {prefix, ...wish}: NodesWish): Promise<Nodes> {
  const contextDirectory = await mkdtemp(join(tmpdir(), `hive-${prefix}-`))
  const name = uniqueName(prefix)
  const site = makeSite({
    ...wish,
    name,
    hosts: count,
    contextDirectory,
    rootDirectory: contextDirectory,
    cidr: freeCidr(),
  })
  const pool = createHostPool(siteHosts(site, new AbortController().signal))
  const stop = async () => {
    await pool.close()
    await provider.destroy(request(site))
    await rm(contextDirectory, {recursive: true, force: true})
  }
  try {
    await ensureContextDirectory(site)
    const keyPair = await ensureKeyPair(site)
    const changes = provider.plan(site, [])
    const machines = await provider.create({...request(site), publicKey: keyPair.publicKey, changes})
    await writeKnownHosts(site, machines)
    await writeSshConfig(site, machines)
    return {site, machines, keyPair, pool, sshConfig: sshConfigPath(site), stop}
  } catch (error) {
    await stop()
    if (error instanceof HiveError && error.message.includes('overlaps')) return startNodes(count, {prefix, ...wish})
    throw error
  }
}

/** What provider functions are called with where nobody listens. */
export function request(site: Site): ProviderRequest {
  return {site, signal: new AbortController().signal, progress: () => {}}
}
