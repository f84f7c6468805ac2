import type {Dispatcher} from 'undici'
import {asksProxy} from '../../proxy/explain/asks-proxy.ts'
import type {Session} from '../../session.ts'
import type {Site} from '../../site/site.ts'
import {isLoopback, parseImageMirror} from '../image-mirror.ts'
import {type ImageName, parseImageName, registryHost} from '../image-name.ts'
import type {RegistryLogin} from '../registry-auth.ts'
import type {Place} from './blob.ts'
import {Registry} from './client.ts'

/** Requests to one registry at once. */
const parallel = 8

/** The repositories an image is asked for in, one after the other: for one of Docker Hub the registry mirror comes first. */
export type Sources = (name: ImageName) => readonly Place[]

/**
 * Registries as the mother reaches them: through the dispatcher, with the logins of the inventory, plain where the
 * stage's mirrors are.
 */
export function outsideSources(
  {site, signal}: Pick<Session, 'site' | 'signal'>,
  dispatcher: Dispatcher,
  logins: readonly RegistryLogin[],
): Sources {
  const {registry_mirror: mirror, image_mirror: copies} = site.settings
  const hub = mirror === undefined ? undefined : parseImageMirror(mirror, 'registry_mirror')
  const copy = copies === undefined ? undefined : parseImageMirror(copies)
  const plain = [hub, copy].filter(one => one?.plain).map(one => one?.registry)
  const opened = new Map<string, Registry>()
  const open = (registry: string) => {
    const isPlain = isLoopback(registry) || plain.includes(registry)
    const login = logins.find(one => one.registry === registry)
    const known = opened.get(registry) ?? new Registry({registry, plain: isPlain, login, parallel, dispatcher, signal})
    opened.set(registry, known)
    return known
  }
  return ({registry, repository}) => {
    const own = {registry: open(registry), repository}
    return registry === 'docker.io' && hub !== undefined ? [{registry: open(hub.registry), repository}, own] : [own]
  }
}

/** Whether an engine, a Go program, with the mother's proxy would ask it for this image. */
export function isOutside(site: Site, reference: string): boolean {
  const {registry} = parseImageName(reference)
  return asksProxy(site, `https://${registryHost(registry)}/`)
}
