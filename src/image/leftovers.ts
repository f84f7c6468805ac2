import type Docker from 'dockerode'
import type {Site} from '../site/site.ts'
import {buildContainerName, removeContainer} from './build-container.ts'
import {serviceLabel, siteLabel} from './labels.ts'

/**
 * Removes build containers nobody needs any more: those of images that are right now, and of images the inventory no
 * longer has. Killed runs leave such containers; failed ones are kept until their image was built.
 */
export async function removeLeftovers(docker: Docker, site: Site, finished: readonly string[]): Promise<void> {
  const containers = await docker.listContainers({all: true, filters: {label: [`${siteLabel}=${site.name}`]}})
  const known = site.images.map(image => image.service)
  const leftovers = containers.filter(({Names, Labels}) => {
    const service = Labels[serviceLabel] ?? ''
    const isBuild = Names.includes(`/${buildContainerName(service)}`)
    return isBuild && (finished.includes(service) || !known.includes(service))
  })
  await Promise.all(leftovers.map(({Id}) => removeContainer(docker.getContainer(Id))))
}
