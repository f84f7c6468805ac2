import {findImage} from '../docker/find-image.ts'
import type {BuildRoom} from './build-room.ts'
import type {ImagePlan} from './plan.ts'
import {pruneTags} from './prune-tags.ts'
import {pullImage, pushImage} from './transfer.ts'

/** Makes the registry have an image by its content, then by `latest`, so that `latest` is never one that is not there. */
export async function publishImage(room: BuildRoom, {image, repository, content}: ImagePlan): Promise<void> {
  const {docker, login, session} = room
  const {signal} = session
  const progress = (text: string) => session.report({type: 'progress', target: image.service, text})
  const reference = `${repository}:${content.hash}`
  if (await findImage(docker, reference)) await pushImage(docker, {reference, login, progress, signal})
  else await pullImage(docker, {reference, login, progress, signal})
  await docker.getImage(reference).tag({repo: repository, tag: 'latest'})
  await pushImage(docker, {reference: `${repository}:latest`, login, progress: () => {}, signal})
  await pruneTags(docker, repository, content.hash)
}
