import type Docker from 'dockerode'
import type {Change} from '../change.ts'
import {findImage} from '../docker/find-image.ts'
import type {Image} from '../site/site.ts'
import type {BaseImage} from './base-image.ts'
import type {BuildRoom} from './build-room.ts'
import {type ImageContent, imageContent} from './content.ts'
import type {FoundRole} from './find-role.ts'
import {readSource} from './image-source.ts'
import {partsOf} from './labels.ts'
import {findPublished, type Published} from './published.ts'
import {whyBuilt} from './why-built.ts'

export interface ImagePlan {
  readonly image: Image
  readonly base: BaseImage
  readonly roles: readonly FoundRole[]
  readonly content: ImageContent
  /** `<registry>/image_<service>`. */
  readonly repository: string
  /** What has to be done, `publish` when the engine has the image and only the registry or its `latest` does not. */
  readonly action: 'none' | 'publish' | 'build'
  readonly reasons: readonly string[]
}

/** Looks at an image's sources, which its roles prepare first, at its base and at the registry. */
export async function planImage(room: BuildRoom, image: Image): Promise<ImagePlan> {
  const {session, docker, naming, login} = room
  const [local, base] = await Promise.all([readSource(image, session, room.roles), room.findBase(naming(image.from))])
  const content = imageContent({...local.source, base: base.identity})
  const repository = `${login.registry}/${image.name}`
  const published = await findPublished(docker, repository, content.hash, login)
  const plan = {image, base, roles: local.roles, content, repository}
  if (isCurrent(published)) return {...plan, action: 'none', reasons: []}
  if (published.content !== undefined) return {...plan, action: 'publish', reasons: ['latest is another one']}
  const built = await labelsOf(docker, `${repository}:${content.hash}`)
  if (built) return {...plan, action: 'publish', reasons: ['it was built, but the registry does not have it']}
  const before = await labelsOf(docker, `${repository}:latest`)
  return {...plan, action: 'build', reasons: whyBuilt(content.parts, partsOf(before ?? null))}
}

/** The change of a plan, for reports. */
export function changeOf({image, action, reasons, content}: ImagePlan): Change {
  return {
    id: `image:${image.service}`,
    action: action === 'build' ? 'create' : 'update',
    details: [`${action}: ${reasons.join(', ')}`, `tag: ${content.hash}`],
    ...(image.position && {where: `${image.position.file}:${image.position.line}`}),
  }
}

function isCurrent({content, latest}: Published): boolean {
  return content !== undefined && content === latest
}

async function labelsOf(docker: Docker, reference: string): Promise<Record<string, string> | undefined> {
  const image = await findImage(docker, reference)
  return image && (image.Config.Labels ?? {})
}
