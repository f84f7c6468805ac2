import {registryHost} from '@hive-ci/cli'
import type {CachedRegistry} from './settings.ts'

/** Where a registry is asked, with the scheme engines use for it; `user` is `NAME:PASSWORD@`. */
export function registryUrl({name, plain}: Pick<CachedRegistry, 'name' | 'plain'>, user = ''): string {
  return `${plain ? 'http' : 'https'}://${user}${registryHost(name)}`
}

/** The same of a registry that is known by its name: the cache has settings of each that it holds something of. */
export function urlOfRegistry(name: string, registries: readonly CachedRegistry[]): string {
  return registryUrl(registries.find(registry => registry.name === name) ?? {name})
}
