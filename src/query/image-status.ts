import {engineStatus} from '../docker/engine-failure.ts'
import {loginFor, registryAuth} from '../docker/registry-auth.ts'
import {siteLogins} from '../docker/site-logins.ts'
import {reasonOf} from '../error.ts'
import type {Session} from '../session.ts'
import type {Image} from '../site/site.ts'
import type {Answer} from './service-status.ts'

export interface ImageStatus {
  readonly name: string
  /** What the site's registry has as `latest`; absent when it has none. */
  readonly digest?: string
}

/** What the site's registry has of the images that are built, asked through the engine beside it. */
export async function imageStatuses(session: Session, reachable: ReadonlySet<string>): Promise<Answer<ImageStatus>> {
  const {site, hosts} = session
  const images = site.images.filter(image => image.pullFrom === undefined)
  const repository = site.hosts.find(host => host.isRepository && reachable.has(host.name))
  const {host, port} = site.registry
  const registry = `${host}:${port}`
  const login = loginFor(`${registry}/x`, await siteLogins(site))
  const unknown = images.map(({name}) => ({name}))
  if (images.length === 0 || repository === undefined || login === undefined) return {found: unknown, problems: []}
  try {
    const docker = await hosts.engine(repository)
    const ask = async ({name}: Image): Promise<ImageStatus> => {
      const options = {authconfig: registryAuth(login)}
      const {Descriptor} = await docker.getImage(`${registry}/${name}:latest`).distribution(options)
      return {name, digest: Descriptor.digest}
    }
    return {found: await Promise.all(images.map(image => ask(image).catch(orMissing(image)))), problems: []}
  } catch (error) {
    return {found: unknown, problems: [`The registry ${registry} could not be asked: ${reasonOf(error)}`]}
  }
}

function orMissing({name}: Image): (error: unknown) => ImageStatus {
  return error => {
    if (engineStatus(error) === 404) return {name}
    throw error
  }
}
