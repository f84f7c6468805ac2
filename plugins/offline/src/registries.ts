import {isIP} from 'node:net'
import {parseImageMirror, parseImageName, readTagMapping, roleImages, type Session, type Site} from '@hive-ci/cli'
import type {CachedRegistry} from './settings.ts'

type Stage = Pick<Session, 'site' | 'extensions'>

const firstPort = 5001

/**
 * The registries a stage's images come from, each with a port inside the cache: what was there keeps its port and stays,
 * as what was recorded from it does.
 * @throws HiveError CONTEXT_INVALID for a broken `tag-mapping.json`, VARIABLE_INVALID for a mirror that is no registry.
 */
export async function cachedRegistries(
  {site, extensions}: Stage,
  known: readonly CachedRegistry[],
): Promise<readonly CachedRegistry[]> {
  const own = `${site.registry.host}:${site.registry.port}`
  const mirrors = mirrorsOf(site)
  const sources = (await references({site, extensions})).map(reference => parseImageName(reference).registry)
  const names = [...sources, ...mirrors.map(({registry}) => registry)]
  const added = [...new Set(names)].filter(name => name !== own && !known.some(one => one.name === name))
  const next = Math.max(firstPort - 1, ...known.map(({port}) => port)) + 1
  const all = [...known, ...added.toSorted().map((name, index) => ({name, port: next + index}))]
  return all.map(one => {
    const same = mirrors.filter(({registry}) => registry === one.name)
    return same.length === 0 ? one : {...one, plain: same.some(({plain}) => plain)}
  })
}

/** As the operator's mapping has them; what else it maps may be an image the site builds itself. */
async function references({site, extensions}: Stage): Promise<readonly string[]> {
  const {services, images, contextDirectory} = site
  const mapping = await readTagMapping(contextDirectory)
  const named = [
    ...services.flatMap(({image}) => (image?.kind === 'pulled' ? [image.tag] : [])),
    ...images.map(({from, pullFrom}) => pullFrom ?? from),
    ...roleImages(extensions.roles, site).map(({reference}) => reference),
  ]
  return [...named.filter(reference => !(reference in mapping)), ...Object.values(mapping)]
}

/** Certificates squid makes are for names: one for an address says that it is for a name like that. */
export function registryWarnings(registries: readonly CachedRegistry[]): readonly string[] {
  return registries
    .filter(({name, plain}) => !plain && isIP(name.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '')) !== 0)
    .map(
      ({name}) =>
        `The registry ${name} is named by an address, so engines refuse the certificate the offline cache shows for it. Give it a name, or let it speak without TLS.`,
    )
}

/** They may be asked for any image. */
function mirrorsOf({settings: {image_mirror: images, registry_mirror: hub}}: Site) {
  return [images, hub].flatMap(text => (text === undefined ? [] : [parseImageMirror(text)]))
}
