import {readKeyPair} from '../context/key-pair.ts'
import {pinKey, readKnownKeys} from '../context/known-hosts.ts'
import {moveSshPort, sshConfigPath} from '../context/ssh-config.ts'
import {readSshHosts, type SshHost} from '../context/ssh-hosts.ts'
import {HiveError} from '../error.ts'
import {proxyUrl} from '../proxy/proxy-url.ts'
import {type Secret, secret} from '../shell/secret.ts'
import type {Host, Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {createJumpPool, type JumpPool} from '../transport/jump-pool.ts'
import {connectSsh} from '../transport/ssh.ts'
import type {SshTarget} from '../transport/ssh-target.ts'
import type {HostPoolRequest} from './host-pool.ts'

/** How the hosts of a site are logged in to: addresses from its ssh_config, keys from its context. */
export function siteHosts(site: Site, signal: AbortSignal): HostPoolRequest {
  const jumps = createJumpPool()
  return {
    open: host => open({site, jumps, signal}, host),
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

/**
 * A host without a pinned key is trusted the first time: its provider could not tell the key. Where sshd was moved to
 * the port of the inventory, the host is known again by its pinned key, and ssh_config follows.
 */
async function open(access: Access, host: Host): Promise<Connection> {
  const {site, signal} = access
  const place = await placeOf(site, host)
  const hostKeys = await readKnownKeys(site, place)
  const moved = {...place, port: host.sshPort}
  try {
    return await logIn(access, host, {place, hostKeys})
  } catch (error) {
    if (place.port === moved.port || hostKeys.length === 0 || signal.aborted) throw error
    // The first failure is the one to tell: the port of ssh_config is where the host was last seen.
    const connection = await logIn(access, host, {place: moved, hostKeys}).catch(() => Promise.reject(error))
    for (const key of hostKeys) await pinKey(site, moved, key)
    await moveSshPort(site, host.name, moved.port)
    return connection
  }
}

interface Access {
  readonly site: Site
  readonly jumps: JumpPool
  readonly signal: AbortSignal
}

interface Login {
  readonly place: SshHost
  readonly hostKeys: readonly string[]
}

async function logIn(access: Access, host: Host, {place, hostKeys}: Login): Promise<Connection> {
  const {site, signal} = access
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
    ...jumpOf(access, place),
    ...proxyOf(site),
    signal,
  })
  if (hostKeys.length === 0 && shown !== undefined) await pinKey(site, place, shown)
  return connection
}

/** The way through the jump host, whose key is pinned the first time as a host's is. */
function jumpOf({site, jumps, signal}: Access, {jump}: SshHost): Pick<SshTarget, 'jump'> {
  if (jump === undefined) return {}
  const open = async () => {
    const {name, address, port, user = ''} = jump
    const hostKeys = await readKnownKeys(site, jump)
    let shown: string | undefined
    const onHostKey = (key: string) => {
      shown = key
    }
    const target = {name, address, port, user, hostKeys, onHostKey, privateKey: await privateKey(site), signal}
    const connection = await jumps.open(target)
    if (hostKeys.length === 0 && shown !== undefined) await pinKey(site, jump, shown)
    return connection
  }
  return {jump: open}
}

/** The mother's proxy, where one is set: hosts reach it through the connection hive holds anyway. */
function proxyOf({settings}: Site): Pick<SshTarget, 'reverse'> {
  if (settings.http_proxy === undefined) return {}
  const {hostname, port, username, password} = new URL(proxyUrl(settings.http_proxy))
  const login =
    username === '' ? {} : {login: secret(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}
  return {reverse: {host: hostname, port: Number(port || 80), wantedPort: Number(settings.http_proxy_port), ...login}}
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
