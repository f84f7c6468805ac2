import type {ImageNaming} from '../docker/image-naming.ts'
import {HiveError} from '../error.ts'
import type {Service, Site} from '../site/site.ts'

/**
 * The image a service runs: what the inventory names, the site's own build, or what the stage pulls instead of
 * building it; then as the stage names it.
 * @throws HiveError SERVICE_FAILED when the inventory gives the service no image.
 */
export function imageReference(service: Service, site: Site, naming: ImageNaming): string {
  return naming(imageTag(service, site))
}

function imageTag({name, image, position}: Service, site: Site): string {
  if (image?.kind === 'pulled') return image.tag
  if (image?.kind === 'built') return builtTag(image.image, site)
  const where = position ? `${position.file}:${position.line}: ` : ''
  throw new HiveError('SERVICE_FAILED', `${where}Service ${name} has no image, so it cannot be deployed.`, {
    suggestions: [`Give services/${name} an attribute "image": a tag to pull, or a mapping to build one.`],
  })
}

function builtTag(imageName: string, {images, registry}: Site): string {
  const pullFrom = images.find(image => image.name === imageName)?.pullFrom
  return pullFrom ?? `${registry.host}:${registry.port}/${imageName}:latest`
}
