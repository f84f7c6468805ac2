import type {Image} from '../../src/site/site.ts'
import {makeObject} from './site.ts'

export type ImageWish = Partial<Omit<Image, 'variables'>> & {readonly variables?: Readonly<Record<string, unknown>>}

/** An image with nothing but a base, unless the test wants more. */
export function makeImage(service: string, {variables, ...wish}: ImageWish = {}): Image {
  return {
    ...makeObject(`image_${service}`, ['images', 'private'], variables),
    service,
    from: 'box:1',
    roles: [],
    standalone: false,
    env: {},
    privileged: false,
    expose: [],
    ...wish,
  }
}
