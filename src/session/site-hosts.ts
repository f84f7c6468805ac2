import {readKeyPair} from '../context/key-pair.ts'
import {pinKey, readKnownKeys} from '../context/known-hosts.ts'
import {sshConfigPath} from '../context/ssh-config.ts'
import {readSshHosts, type SshHost} from '../context/ssh-hosts.ts'
import {HiveError} from '../error.ts'
import {proxyUrl} from '../proxy/proxy-url.ts'
import type {Secret} from '../shell/secret.ts'
import type {Host, Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {connectSsh} from '../transport/ssh.ts'
import type {SshTarget} from '../transport/ssh-target.ts'
import type {HostPoolRequest} from './host-pool.ts'

/** How the hosts of a site are logged in to: addresses from its ssh_config, keys from its context. */
export function siteHosts(site: Site, signal: AbortSignal): HostPoolRequest {
  return {
    open: host => open(site, host, signal),
    async engineOf(connection) {
      const {dockerEngine} = await import('../docker/engine.ts')
      return dockerEngine(connection)
    },
    async closeEngine(engine) {
      const {closeEngine} = await import('../docker/engine.ts')
      closeEngine(engine)
    },
  }
}

/** A host without a pinned key is trusted the first time: its provider could not tell the key. */
async function open(site: Site, host: Host, signal: AbortSignal): Promise<Connection> {
  const place = await placeOf(site, host)
  const hostKeys = await readKnownKeys(site, place)
  let shown: string | undefined
  const connection = await connectSsh({
    name: host.name,
    address: place.address,
    port: place.port,
    user: host.admin,
    privateKey: await privateKey(site),
    hostKeys,
    onHostKey: key => {
      shown = key
    },
    ...proxyOf(site),
    signal,
  })
  if (hostKeys.length === 0 && shown !== undefined) await pinKey(site, place, shown)
  return connection
}

/** The mother's proxy, where one is set: hosts reach it through the connection hive holds anyway. */
function proxyOf({settings}: Site): Pick<SshTarget, 'reverse'> {
  if (settings.http_proxy === undefined) return {}
  const {hostname, port} = new URL(proxyUrl(settings.http_proxy))
  return {reverse: {host: hostname, port: Number(port || 80), wantedPort: Number(settings.http_proxy_port)}}
}

async function placeOf(site: Site, host: Host): Promise<SshHost> {
  const file = sshConfigPath(site)
  const place = (await readSshHosts(file)).find(({name}) => name === host.name)
  if (place !== undefined) return place
  throw new HiveError('CONTEXT_INVALID', `Host ${host.name} has no machine yet: ${file} does not name it.`, {
    suggestions: ['Run "hive build-infra": it makes what is missing.'],
  })
}

async function privateKey(site: Site): Promise<Secret> {
  const pair = await readKeyPair(site)
  if (pair !== undefined) return pair.privateKey
  throw new HiveError('CONTEXT_INVALID', `There is no key to log in with in ${site.contextDirectory}.`, {
    suggestions: ['Run "hive build-infra" first: it makes the key and brings it to the hosts.'],
  })
}
