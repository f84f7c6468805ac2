import {findDigest, type ImageMirror, type MirrorLock, mirroredRepository, reasonOf} from '@hive-ci/cli'
import type {Room} from './room.ts'
import type {WantedImage} from './wanted-images.ts'

/** Images of one source from which on it pays to greet it first. */
const worthForeseeing = 5

/** Where an image's copy is, or shall be. */
export interface Copy {
  readonly wanted: WantedImage
  readonly digest: string
  /** Of the mirror. */
  readonly repository: string
  readonly tag: string
}

/** What was found out about a wanted image. */
export type Found =
  | {readonly state: 'skipped'; readonly wanted: WantedImage}
  | {readonly state: 'present' | 'missing'; readonly wanted: WantedImage; readonly copy: Copy}
  | {readonly state: 'failed'; readonly wanted: WantedImage; readonly reason: string}

export interface LookRequest {
  readonly mirror: ImageMirror
  readonly lock: MirrorLock
  /** Ask the registries which image a tag is now, whatever is locked. */
  readonly update: boolean
}

/** Finds out which image each name stands for, and whether the mirror has it. Locked images cost one question. */
export async function lookAt(room: Room, wanted: readonly WantedImage[], request: LookRequest) {
  const needed = wanted.filter(({skip}) => skip === undefined)
  await Promise.all([
    room.mirror.foresee(needed.map(({image}) => mirroredRepository(image, request.mirror))),
    ...foreseeSources(
      room,
      needed.filter(one => digestOf(one, request) === undefined),
    ),
  ])
  return Promise.all(wanted.map(image => lookAtOne(room, image, request)))
}

/** The copy of an image of known digest. */
export function copyOf(wanted: WantedImage, digest: string, mirror: ImageMirror): Copy {
  const {tag, digest: pinned} = wanted.image
  // Registries clean up what has no tag.
  const kept = tag === undefined || pinned !== undefined ? digest.replace(':', '-') : tag
  return {wanted, digest, repository: mirroredRepository(wanted.image, mirror), tag: kept}
}

async function lookAtOne(room: Room, wanted: WantedImage, request: LookRequest): Promise<Found> {
  if (wanted.skip !== undefined) return {state: 'skipped', wanted}
  try {
    const copy = copyOf(wanted, digestOf(wanted, request) ?? (await askSource(room, wanted)), request.mirror)
    const there = await findDigest(room.mirror, copy.repository, copy.tag)
    return {state: there === copy.digest ? 'present' : 'missing', wanted, copy}
  } catch (error) {
    room.signal.throwIfAborted()
    return {state: 'failed', wanted, reason: reasonOf(error)}
  }
}

/** What needs no source to be asked. */
function digestOf({name, image}: WantedImage, {lock, update}: LookRequest): string | undefined {
  return image.digest ?? (update ? undefined : lock[name]?.digest)
}

function foreseeSources(room: Room, asked: readonly WantedImage[]): readonly Promise<void>[] {
  const byRegistry = Map.groupBy(asked, ({image}) => image.registry)
  return [...byRegistry].map(async ([name, images]) => {
    if (images.length < worthForeseeing) return
    const registry = room.source(name)
    // Only a greeting tells whether tokens are wanted; who cannot be spoken to is told of with each image.
    await registry.readOnce({method: 'GET', path: '', scope: ''}).catch(() => room.signal.throwIfAborted())
    await registry.foresee(images.map(({image}) => image.repository))
  })
}

async function askSource(room: Room, {image}: WantedImage): Promise<string> {
  const registry = room.source(image.registry)
  const digest = await findDigest(registry, image.repository, image.tag ?? 'latest')
  if (digest === undefined) throw new Error(`${registry.name} has no image ${image.repository}:${image.tag}`)
  return digest
}
