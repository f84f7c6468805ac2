import type {Site} from '../site/site.ts'

/** Names of the volumes the services of a site mount, each once, in the order they are first used. */
export function volumeNames(site: Site): readonly string[] {
  const mounts = site.services.flatMap(service => service.mounts).filter(mount => mount.type === 'volume')
  return [...new Set(mounts.map(mount => mount.source))]
}
