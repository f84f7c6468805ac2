import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {engineReason} from '../docker/engine-reason.ts'
import {type RegistryLogin, registryAuth} from '../docker/registry-auth.ts'
import {HiveError} from '../error.ts'

/** Digests that the site's registry has for an image; absent where it has none. */
export interface Published {
  readonly content?: string
  readonly latest?: string
}

/**
 * Asks the site's registry for an image by its content and by `latest`, through the engine: two small requests.
 * @throws HiveError REGISTRY_FAILED when the registry does not answer or refuses the login.
 */
export async function findPublished(
  docker: Docker,
  repository: string,
  hash: string,
  login: RegistryLogin,
): Promise<Published> {
  const [content, latest] = await Promise.all([
    digestOf(docker, `${repository}:${hash}`, login),
    digestOf(docker, `${repository}:latest`, login),
  ])
  return {...(content !== undefined && {content}), ...(latest !== undefined && {latest})}
}

async function digestOf(docker: Docker, reference: string, login: RegistryLogin): Promise<string | undefined> {
  try {
    const {Descriptor} = await docker.getImage(reference).distribution({authconfig: registryAuth(login)})
    return Descriptor.digest
  } catch (error) {
    if (engineStatus(error) === 404) return undefined
    if (error instanceof HiveError) throw error
    throw new HiveError(
      'REGISTRY_FAILED',
      `The site's registry ${login.registry} could not be asked for ${reference} as ${login.user}: ${engineReason(error)}.`,
      {cause: error, suggestions: ['Run "hive setup-hosts": it sets up the registry and lets the hosts trust it.']},
    )
  }
}
