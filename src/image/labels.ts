import type {Image, Site} from '../site/site.ts'
import type {ImageContent} from './content.ts'

/** Labels of the images hive builds and of its build containers. */
export const siteLabel = 'hive.site'
export const serviceLabel = 'hive.service'
const contentLabel = 'hive.content'
const partsLabel = 'hive.parts'

/** What every build container carries, and so every image. */
export function buildLabels(site: Site, image: Image): Record<string, string> {
  return {[siteLabel]: site.name, [serviceLabel]: image.service}
}

/** What a finished image tells about its sources. */
export function imageLabels(site: Site, image: Image, {hash, parts}: ImageContent): Record<string, string> {
  return {...buildLabels(site, image), [contentLabel]: hash, [partsLabel]: JSON.stringify(parts)}
}

/** The hashes of the parts an image was built from; undefined where it was not built by hive. */
export function partsOf(labels: Readonly<Record<string, string>> | null): Record<string, string> | undefined {
  const text = labels?.[partsLabel]
  if (text === undefined) return undefined
  const parts: unknown = JSON.parse(text)
  if (typeof parts !== 'object' || parts === null) return undefined
  return Object.fromEntries(Object.entries(parts).map(([name, hash]) => [name, String(hash)]))
}
