import {relative} from 'node:path'
import {getCACertificates} from 'node:tls'
import {accepting, ensureOwnImage, HiveError, type Session, type Site, siteLogins, writeContextFile} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {Container} from 'dockerode'
import {readCacheFile} from './cache-files.ts'
import {configure} from './configure.ts'
import {createContainer, stopContainer, type Wanted} from './container.ts'
import {openEngine} from './engine.ts'
import {type CacheNames, cacheNames} from './names.ts'
import {cachedRegistries, registryWarnings} from './registries.ts'
import {type CacheSettings, parseSettings, settingsFile} from './settings.ts'
import {startCache} from './start-cache.ts'

export interface UpRequest {
  /** Port of this machine's loopback; the one it has, or {@link defaultPort}. */
  readonly port?: number
  /** `HOST:PORT` of a proxy the cache itself has to go through; empty: none any more. */
  readonly upstream?: string
}

/** The `--json` result of `hive offline up`. */
export interface UpReport {
  readonly mode: CacheSettings['mode']
  /** For `hive set http_proxy`. */
  readonly proxy: string
  /** For `hive set extra_ca`, from the project's root: the cache's authority, and those that were trusted before. */
  readonly certificate: string
  readonly registries: readonly string[]
}

export const defaultPort = 13128

/**
 * Makes the stage's cache and starts it, or brings the one that is there up to date with the inventory: what it holds and
 * whether it is frozen stay. Throws `HiveError` ENGINE_UNAVAILABLE, IMAGE_FAILED, USAGE, OFFLINE_FAILED.
 */
export async function raiseCache(session: Session, request: UpRequest): Promise<UpReport> {
  const {site} = session
  const docker = await openEngine()
  const names = cacheNames(site)
  checkUpstream(request.upstream)
  const {container, port} = await ensureContainer(session, docker, names, request)
  const before = await readSettings(container)
  const settings = before?.mode === 'frozen' ? before : await wantedSettings(session, request, before)
  const logins = settings.mode === 'frozen' ? [] : await siteLogins(site)
  for (const text of registryWarnings(settings.registries)) session.report({type: 'warning', text})
  await configure(container, {settings, logins, trusted: trusted(session)})
  await startCache(session, container, settings)
  const own = (await readCacheFile(container, 'ca/cert.pem')) ?? ''
  await writeContextFile(names.certificate, [own, ...othersOf(site)].join(''))
  return {
    mode: settings.mode,
    proxy: `127.0.0.1:${port}`,
    certificate: relative(site.rootDirectory, names.certificate),
    registries: settings.registries.map(({name}) => name),
  }
}

async function ensureContainer(
  session: Session,
  docker: Docker,
  names: CacheNames,
  {port: wish, upstream}: UpRequest,
): Promise<{readonly container: Container; readonly port: number}> {
  const container = docker.getContainer(names.name)
  const found = await accepting([404], container.inspect())
  const bound: Record<string, readonly {HostPort?: string}[]> = found?.HostConfig.PortBindings ?? {}
  const before = Number(bound['3128/tcp']?.[0]?.HostPort ?? 0)
  const port = wish ?? (before || defaultPort)
  const image = await imageFor(session, docker, found && (await readSettings(container)), found?.Config.Image, upstream)
  if (found !== undefined && found.Config.Image === image && before === port) return {container, port}
  if (found !== undefined) {
    await stopContainer(container)
    await container.remove()
  }
  return {container: await createContainer(docker, {names, image, port} satisfies Wanted), port}
}

/** A frozen cache keeps the image it came with: where it is needed, no other can be built. */
async function imageFor(
  {signal, report, site}: Session,
  docker: Docker,
  settings: CacheSettings | undefined,
  present: string | undefined,
  upstream: string | undefined,
): Promise<string> {
  if (settings?.mode === 'frozen' && present !== undefined) return present
  const way = upstream ?? settings?.upstream
  const progress = (text: string) => report({type: 'progress', target: site.mother.name, text})
  const {apt_check_valid_until: aptCheckValidUntil} = site.settings
  const request = {docker, signal, progress, aptCheckValidUntil, ...(way && {proxy: `http://${way}`})}
  return ensureOwnImage(request, 'offline')
}

async function readSettings(container: Container): Promise<CacheSettings | undefined> {
  const text = await readCacheFile(container, settingsFile)
  return text === undefined ? undefined : parseSettings(text)
}

async function wantedSettings(
  session: Session,
  {upstream: wish}: UpRequest,
  before: CacheSettings | undefined,
): Promise<CacheSettings> {
  const upstream = wish ?? before?.upstream
  return {
    mode: 'recording',
    registries: [...(await cachedRegistries(session, before?.registries ?? []))],
    ...(upstream && {upstream}),
  }
}

/**
 * Whom the stage trusts besides: `extra_ca` is one file, and what is inside is reached without the cache. One of a cache
 * that is no more has the same name.
 */
function othersOf({extraAuthorities}: Site): readonly string[] {
  return extraAuthorities.flatMap(({subject, pem}) => (subject === 'CN=hive offline cache' ? [] : [pem]))
}

/** The system's, and whatever was added for hive: the cache goes where this machine goes. */
function trusted({site}: Session): string {
  const added = site.extraAuthorities.map(({pem}) => pem)
  const all = [...getCACertificates('system'), ...getCACertificates('extra'), ...added].map(pem => pem.trim())
  return `${[...new Set(all)].join('\n')}\n`
}

function checkUpstream(upstream: string | undefined): void {
  if (!upstream) return
  const [, host] = /^([\w.-]+):\d+$/.exec(upstream) ?? []
  if (host === undefined) {
    throw new HiveError('USAGE', `--upstream is ${JSON.stringify(upstream)}; expected the HOST:PORT of a proxy.`)
  }
  if (host !== 'localhost' && !host.startsWith('127.')) return
  throw new HiveError(
    'USAGE',
    `--upstream is ${upstream}, but the cache is a container and has a loopback of its own.`,
    {
      suggestions: ['Give the name or address under which containers reach that proxy.'],
    },
  )
}
