import {accepting, ensureOwnImage, followToEnd, HiveError, type ImageRequest} from '@hive-ci/cli'
import {engineMessage} from './engine-error.ts'

/** The image nodes are made of, `hive-node:<hash of images/node>`; built when the engine does not have it. */
export function ensureNodeImage(request: ImageRequest): Promise<string> {
  return ensureOwnImage(request, 'node')
}

/** An image of the user's own (`image_name`): pulled when the engine does not have it. */
export async function ensureGivenImage({docker, signal, progress}: ImageRequest, tag: string): Promise<string> {
  if (await accepting([404], docker.getImage(tag).inspect())) return tag
  progress(`Pulling the node image ${tag}.`)
  try {
    await followToEnd(docker, await docker.pull(tag, {abortSignal: signal}))
    return tag
  } catch (error) {
    throw new HiveError('IMAGE_FAILED', `The node image ${tag} could not be pulled: ${engineMessage(error)}.`, {
      cause: error,
      suggestions: ['Correct image_name in hive.yml, or leave it out to have a node image built.'],
    })
  }
}
