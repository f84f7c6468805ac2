import type {Site} from '../site/site.ts'
import {mirroredRepository, parseImageMirror} from './image-mirror.ts'
import {fullImageName, parseImageName} from './image-name.ts'
import {readMirrorLock} from './mirror-lock.ts'
import {readTagMapping} from './tag-mapping.ts'

/** Image reference of the inventory -> the reference an engine is given instead. */
export type ImageNaming = (reference: string) => string

/**
 * How the stage names images: the operator's `tag-mapping.json` first; then, with `image_mirror` set, whatever
 * `mirror.lock.json` has is taken from the mirror by its digest. Images that are not locked, or not copied yet, are left
 * alone.
 * @throws HiveError CONTEXT_INVALID for a broken file, VARIABLE_INVALID for an `image_mirror` that is no registry.
 */
export async function readImageNaming({contextDirectory, rootDirectory, settings}: Site): Promise<ImageNaming> {
  const mapping = await readTagMapping(contextDirectory)
  const mapped: ImageNaming = reference => mapping[reference] ?? reference
  if (settings.image_mirror === undefined) return mapped
  const mirror = parseImageMirror(settings.image_mirror)
  const lock = await readMirrorLock(rootDirectory)
  return reference => {
    const name = parseImageName(mapped(reference))
    const locked = lock[fullImageName(name)]
    if (!locked || locked.copied === false) return mapped(reference)
    const tag = name.tag === undefined ? '' : `:${name.tag}`
    return `${mirror.registry}/${mirroredRepository(name, mirror)}${tag}@${locked.digest}`
  }
}
