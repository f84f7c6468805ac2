import type Docker from 'dockerode'
import {engineReason} from '../../docker/engine-reason.ts'
import {loginFor, registryAuth} from '../../docker/registry-auth.ts'
import {siteLogins} from '../../docker/site-logins.ts'
import type {Session} from '../../session.ts'
import type {Host} from '../../site/site.ts'

/** Lets a host's engine log in to the site's registry and pull the first image that is built. Undefined when it can. */
export async function registryProblem({site, hosts}: Session, host: Host): Promise<string | undefined> {
  const registry = `${site.registry.host}:${site.registry.port}`
  const login = loginFor(`${registry}/x`, await siteLogins(site))
  if (!login) return `There is no password of the registry ${registry}. "hive setup-hosts" makes it.`
  try {
    const docker = await hosts.engine(host)
    await docker.checkAuth(registryAuth(login))
    const image = site.images.find(({pullFrom}) => pullFrom === undefined)
    if (image) await pull(docker, `${registry}/${image.name}:latest`, registryAuth(login))
    return undefined
  } catch (error) {
    return `The registry ${registry} refused ${host.name}: ${engineReason(error)}.`
  }
}

async function pull(docker: Docker, tag: string, authconfig: Docker.AuthConfig): Promise<void> {
  const progress = await docker.pull(tag, {authconfig})
  const {promise, resolve, reject} = Promise.withResolvers<void>()
  docker.modem.followProgress(progress, error => (error ? reject(error) : resolve()))
  await promise
}
