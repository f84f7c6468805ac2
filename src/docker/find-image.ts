import type Docker from 'dockerode'
import {accepting} from './accepting.ts'

/** An image the engine has; undefined when it has none of that name. */
export async function findImage(docker: Docker, reference: string): Promise<Docker.ImageInspectInfo | undefined> {
  return accepting([404], docker.getImage(reference).inspect())
}
