import type Docker from 'dockerode'
import {engineStatus} from './engine-failure.ts'

/** An image the engine has; undefined when it has none of that name. */
export async function findImage(docker: Docker, reference: string): Promise<Docker.ImageInspectInfo | undefined> {
  try {
    return await docker.getImage(reference).inspect()
  } catch (error) {
    if (engineStatus(error) === 404) return undefined
    throw error
  }
}
