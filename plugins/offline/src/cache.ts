import {accepting, HiveError, type Session, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {Container, ContainerInspectInfo} from 'dockerode'
import {readCacheFile} from './cache-files.ts'
import {openEngine} from './engine.ts'
import {type CacheNames, cacheNames} from './names.ts'
import {type CacheSettings, parseSettings, settingsFile} from './settings.ts'

/** The cache of a stage as it is found on the mother's engine. */
export interface Cache {
  readonly docker: Docker
  readonly names: CacheNames
  readonly container: Container
  readonly settings: CacheSettings
  readonly isRunning: boolean
  /** Where it listens on this machine, `127.0.0.1:PORT`. */
  readonly address: string
}

/** The stage's cache; undefined when there is none. Throws `HiveError` ENGINE_UNAVAILABLE. */
export async function findCache(site: Site): Promise<Cache | undefined> {
  const docker = await openEngine()
  const names = cacheNames(site)
  const container = docker.getContainer(names.name)
  const found = await accepting([404], container.inspect())
  if (found === undefined) return undefined
  const settings = await readCacheFile(container, settingsFile)
  if (settings === undefined) return undefined
  return {
    docker,
    names,
    container,
    settings: parseSettings(settings),
    isRunning: found.State.Running,
    address: addressOf(found),
  }
}

/** The stage's cache, which has to run. Throws `HiveError` OFFLINE_FAILED. */
export async function requireCache({site}: Pick<Session, 'site'>): Promise<Cache> {
  const cache = await findCache(site)
  if (cache?.isRunning) return cache
  const state = cache === undefined ? 'has no offline cache' : 'has an offline cache that does not run'
  throw new HiveError('OFFLINE_FAILED', `Stage ${site.stage} of ${site.name} ${state} on this machine.`, {
    suggestions: ['Start it with "hive offline up", or bring one with "hive offline import FILE".'],
  })
}

function addressOf({HostConfig}: ContainerInspectInfo): string {
  const bindings: Record<string, readonly {HostIp?: string; HostPort?: string}[]> = HostConfig.PortBindings ?? {}
  const [binding] = bindings['3128/tcp'] ?? []
  return `${binding?.HostIp}:${binding?.HostPort}`
}
