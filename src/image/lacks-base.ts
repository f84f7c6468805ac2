import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import type {Image} from '../site/site.ts'
import type {BuildRoom} from './build-room.ts'

/** Whether the engine has to fetch a base image from somewhere else than the site's own registry. */
export async function lacksBase({docker, naming, login}: BuildRoom, images: readonly Image[]): Promise<boolean> {
  const references = images.map(({from}) => naming(from)).filter(from => !from.startsWith(`${login.registry}/`))
  const present = await Promise.all(references.map(reference => isPresent(docker, reference)))
  return present.includes(false)
}

async function isPresent(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect()
    return true
  } catch (error) {
    if (engineStatus(error) === 404) return false
    throw error
  }
}
