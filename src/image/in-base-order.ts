import {HiveError} from '../error.ts'
import type {Image} from '../site/site.ts'

/** The image of the site another one is based on; undefined when its base comes from elsewhere. */
export type BaseOf = (image: Image) => Image | undefined

/**
 * Works on all images at once, but on none before the image it is based on, whose result it is given.
 * @throws HiveError INVENTORY_INVALID when images are based on each other in a circle; what `work` throws.
 */
export function inBaseOrder<Result>(
  images: readonly Image[],
  baseOf: BaseOf,
  work: (image: Image, base?: Result) => Promise<Result>,
): Promise<Result[]> {
  for (const image of images) refuseCircle(image, baseOf, [])
  const started = new Map<string, Promise<Result>>()
  const start = (image: Image): Promise<Result> => {
    const known = started.get(image.name)
    if (known) return known
    const base = baseOf(image)
    const result = base ? start(base).then(done => work(image, done)) : work(image)
    started.set(image.name, result)
    return result
  }
  return Promise.all(images.map(start))
}

function refuseCircle(image: Image, baseOf: BaseOf, chain: readonly string[]): void {
  if (chain.includes(image.service)) {
    const circle = [...chain.slice(chain.indexOf(image.service)), image.service].join(' from ')
    throw new HiveError('INVENTORY_INVALID', `Images are based on each other in a circle: ${circle}.`)
  }
  const base = baseOf(image)
  if (base) refuseCircle(base, baseOf, [...chain, image.service])
}
