import {parseImageName, type Site} from '@hive-ci/cli'
import type {CachedRegistry} from './settings.ts'

const firstPort = 5001

/**
 * The registries a stage's images come from, each with a port inside the cache: what was there keeps its port and stays,
 * as what was recorded from it does.
 */
export function cachedRegistries(site: Site, known: readonly CachedRegistry[]): readonly CachedRegistry[] {
  const own = `${site.registry.host}:${site.registry.port}`
  const names = references(site).map(reference => parseImageName(reference).registry)
  const added = [...new Set(names)].filter(name => name !== own && !known.some(one => one.name === name))
  const next = Math.max(firstPort - 1, ...known.map(({port}) => port)) + 1
  return [...known, ...added.toSorted().map((name, index) => ({name, port: next + index}))]
}

function references({services, images}: Site): readonly string[] {
  return [
    ...services.flatMap(({image}) => (image?.kind === 'pulled' ? [image.tag] : [])),
    ...images.map(({from, pullFrom}) => pullFrom ?? from),
  ]
}
