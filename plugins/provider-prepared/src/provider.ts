import {
  type Change,
  type CreateRequest,
  HiveError,
  type Host,
  type Machine,
  type ProviderRequest,
  type Site,
} from '@hive-ci/cli'
import {bootstrap} from './bootstrap.ts'
import {contact} from './contact.ts'
import {fingerprint} from './fingerprint.ts'
import {letsIn} from './lets-in.ts'
import {pinnedKeys} from './pinned-keys.ts'
import {openWays, type Way, type Ways} from './ways.ts'

/** The hosts that let the login user in with the stage's key; each is asked, nothing is remembered. */
export async function list({site, signal}: ProviderRequest): Promise<readonly Machine[]> {
  return onWays(site, signal, ways => look(site, ways, signal))
}

/** What is missing: a host that does not let the login user in. A host that left the inventory is not ours to remove. */
export function plan(site: Site, found: readonly Machine[]): readonly Change[] {
  const names = new Set(found.map(({name}) => name))
  return site.hosts
    .filter(({name}) => !names.has(name))
    .map(({name, admin, address}) => ({
      id: `machine:${name}`,
      action: 'create' as const,
      host: name,
      details: [`address: ${address}`, `login user: ${admin}`],
    }))
}

/** Brings the stage's key to the hosts that are planned, as root where the stage has `root_password`. */
export async function create(request: CreateRequest): Promise<readonly Machine[]> {
  const {site, changes, signal} = request
  const planned = new Set(changes.map(({host}) => host))
  const machines = await onWays(site, signal, async ways => {
    await greetJumpHosts(request, ways)
    await Promise.all(site.hosts.map(async host => greet(request, host, await ways.to(host), planned.has(host.name))))
    return look(site, ways, signal)
  })
  for (const host of site.hosts.filter(({name}) => planned.has(name))) {
    if (!machines.some(({name}) => name === host.name)) throw closed(host, request.publicKey)
  }
  return machines
}

export async function halt(): Promise<void> {
  throw notOurs('halt')
}

export async function destroy(): Promise<void> {
  throw notOurs('destroy')
}

async function onWays<Result>(site: Site, signal: AbortSignal, work: (ways: Ways) => Promise<Result>): Promise<Result> {
  const ways = openWays(site, signal)
  try {
    return await work(ways)
  } finally {
    await ways.close()
  }
}

async function look(site: Site, ways: Ways, signal: AbortSignal): Promise<readonly Machine[]> {
  const found = await Promise.all(site.hosts.map(host => find(site, host, ways, signal)))
  return found.filter(machine => machine !== undefined)
}

async function find(site: Site, host: Host, ways: Ways, signal: AbortSignal): Promise<Machine | undefined> {
  const way = await ways.to(host).catch(unlessUnreachable)
  if (way === undefined) return undefined
  const place = await contact(host, way, signal)
  if (place === undefined) return undefined
  const pinned = await pinnedKeys(site, host, place.port)
  const hostKeys = pinned.length > 0 ? pinned : [place.key]
  if (!(await letsIn(site, host, {...place, way, signal}))) return undefined
  const {name, address} = host
  const machine = {name, sshAddress: address, sshPort: place.port, address, hostKeys}
  return {...machine, state: 'running', ...(way.jump && {jump: way.jump})}
}

function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof HiveError && error.code === 'HOST_UNREACHABLE')) throw error
}

/** Shows the key of a jump host that was never met, and says what to do where one does not let us in. */
async function greetJumpHosts({site, publicKey, progress}: CreateRequest, ways: Ways): Promise<void> {
  const found = await Promise.all(
    site.hosts.map(host =>
      ways.to(host).catch(error => {
        throw error instanceof HiveError ? closedJump(error, publicKey) : error
      }),
    ),
  )
  const keys = found.flatMap(({jump, isNew}) => (jump && isNew ? [[jump.address, jump.hostKeys] as const] : []))
  for (const [address, hostKeys] of new Map(keys)) {
    const shown = hostKeys.map(fingerprint).join(', ')
    progress(`jump host ${address} shows the host key ${shown}: it is trusted from now on`)
  }
}

/** Shows the key of a host that was never met, refuses one that shows another key than it did, and bootstraps. */
async function greet(
  {site, publicKey, progress, signal}: CreateRequest,
  host: Host,
  way: Way,
  isPlanned: boolean,
): Promise<void> {
  const place = await contact(host, way, signal)
  if (place === undefined) throw silent(host, way)
  const pinned = await pinnedKeys(site, host, place.port)
  if (pinned.length > 0 && !pinned.includes(place.key)) throw otherKey(host, place.key, pinned)
  if (pinned.length === 0)
    progress(`${host.name} shows the host key ${fingerprint(place.key)}: it is trusted from now on`)
  if (isPlanned) await bootstrap(host, {...place, way, publicKey, signal})
}

function silent({name, address, sshPort}: Host, {jump}: Way): HiveError {
  const ports = [...new Set([sshPort, 22])].join(' or ')
  const here = jump ? `jump host ${jump.address}` : 'here'
  return new HiveError('HOST_UNREACHABLE', `No sshd answers for ${name} at ${address}, port ${ports}, from ${here}.`, {
    suggestions: [
      `A prepared host has to run and be reachable from ${here} before build-infra. Nothing was changed on it.`,
    ],
  })
}

function closedJump(error: HiveError, publicKey: string): HiveError {
  const advice = `The line its login user has to have in authorized_keys: ${publicKey}`
  return new HiveError(error.code, error.message, {cause: error, suggestions: [...error.suggestions, advice]})
}

function otherKey({name}: Host, shown: string, pinned: readonly string[]): HiveError {
  return new HiveError(
    'HOST_UNREACHABLE',
    `Host ${name} shows the host key ${fingerprint(shown)}, known was ${pinned.map(fingerprint).join(' or ')}. Nothing was sent to it.`,
    {
      suggestions: [
        `When the machine was made anew on purpose, remove its lines from known_hosts of the stage's context.`,
      ],
    },
  )
}

function closed({name, admin}: Host, publicKey: string): HiveError {
  return new HiveError('HOST_UNREACHABLE', `Host ${name} does not let ${admin} in with the stage's key.`, {
    suggestions: [
      `Put this line into ~${admin}/.ssh/authorized_keys on ${name}, and give ${admin} sudo without a password: ${publicKey}`,
      'Or give the stage root_password, and hive does that itself.',
    ],
  })
}

function notOurs(what: string): HiveError {
  return new HiveError('PROVIDER_UNAVAILABLE', `Prepared hosts are not hive's own, so it cannot ${what} them.`, {
    suggestions: [`${what === 'halt' ? 'Stop' : 'Remove'} the machines by the means they were made with.`],
  })
}
