import {fullImageName, type ImageName, parseImageName, type RoleImage, type Site} from '@hive-ci/cli'
import type {Choices} from './choices.ts'

/** An image a stage needs from outside. */
export interface WantedImage {
  /** In full: `docker.io/library/debian:12`. */
  readonly name: string
  readonly image: ImageName
  /** What needs it: `service web`, `base of web`, `role registry`, `mirror.yml`. */
  readonly wantedBy: readonly string[]
  /** Why it stays where it is, when it does so on purpose. */
  readonly skip?: string
}

export interface Surroundings {
  readonly mapping: Readonly<Record<string, string>>
  readonly choices: Choices
  /** Registries whose images are where they belong: the site's own, and the mirror. */
  readonly own: readonly string[]
  /** What roles run by themselves. */
  readonly builtIn: readonly RoleImage[]
}

/**
 * Everything a stage pulls, sorted by name: images of services, bases of builds, what roles run, and what `mirror.yml`
 * adds; each as the operator's mapping has it.
 * @throws HiveError IMAGE_FAILED for text that is no image reference.
 */
export function wantedImages(site: Site, {mapping, choices, own, builtIn}: Surroundings): readonly WantedImage[] {
  const needs = [
    ...serviceNeeds(site),
    ...builtIn.map(({role, reference}) => ({reference, by: `role ${role}`})),
    ...choices.also.map(reference => ({reference, by: 'mirror.yml'})),
  ]
  const found = new Map<string, WantedImage>()
  for (const {reference, by} of needs) {
    const image = parseImageName(mapping[reference] ?? reference)
    if (own.includes(image.registry)) continue
    const name = fullImageName(image)
    const skip = choices.skip.find(({image: pattern}) => matches(name, pattern))?.reason
    const wantedBy = [...new Set([...(found.get(name)?.wantedBy ?? []), by])]
    found.set(name, {name, image, wantedBy, ...(skip !== undefined && {skip})})
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

interface Need {
  readonly reference: string
  readonly by: string
}

function serviceNeeds({services, images}: Site): readonly Need[] {
  const pulled = services.flatMap(({name, image}) =>
    image?.kind === 'pulled' ? [{reference: image.tag, by: `service ${name}`}] : [],
  )
  const built = images.map(({service, from, pullFrom}) =>
    pullFrom === undefined
      ? {reference: from, by: `base of ${service}`}
      : {reference: pullFrom, by: `service ${service}`},
  )
  return [...pulled, ...built]
}

/** A pattern may be written as short as an image may. */
function matches(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return fullImageName(parseImageName(pattern)) === name
  const parts = pattern.split('*').map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(name)
}
