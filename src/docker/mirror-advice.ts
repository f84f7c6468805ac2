import type {Settings} from '../variables/settings.ts'
import {parseImageMirror} from './image-mirror.ts'

/**
 * What to tell when an engine could not have an image, by its words, where that image comes from `image_mirror`: engines
 * ask the mirror by digest, and just say that there is no such image. Nothing for other images and other reasons.
 */
export function mirrorAdvice({image_mirror: mirror}: Settings, reason: string): readonly string[] {
  if (mirror === undefined || !/no such image|not found|manifest unknown/i.test(reason)) return []
  const {registry, path} = parseImageMirror(mirror)
  if (!reason.includes(`${registry}/${path}`)) return []
  return [
    `The mirror ${registry}/${path} of image_mirror lacks it, or the engine cannot ask it: "hive mirror check" tells, "hive mirror run" brings what is missing.`,
  ]
}
