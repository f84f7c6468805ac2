import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'

/** Removes an image's older contents from the engine that built them; the registry keeps them for a roll-back. */
export async function pruneTags(docker: Docker, repository: string, current: string): Promise<void> {
  const images = await docker.listImages({filters: {reference: [repository]}})
  const kept = [`${repository}:${current}`, `${repository}:latest`]
  const old = images.flatMap(({RepoTags}) => RepoTags ?? []).filter(tag => !kept.includes(tag))
  await Promise.all(old.map(tag => removeTag(docker, tag)))
}

async function removeTag(docker: Docker, tag: string): Promise<void> {
  try {
    await docker.getImage(tag).remove()
  } catch (error) {
    // 404: gone already. 409: a container still uses it.
    if (engineStatus(error) !== 404 && engineStatus(error) !== 409) throw error
  }
}
