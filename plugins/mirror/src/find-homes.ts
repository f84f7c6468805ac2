import {type Blob, blobsOf, readNode, readTree} from '@hive-ci/cli'
import type {BlobWork} from './blob-work.ts'
import {inParallel} from './in-parallel.ts'
import type {Copy} from './look.ts'
import type {Room} from './room.ts'

/** Bytes: a smaller blob is fetched from its source sooner than it is looked for on the mirror. */
const worthASearch = 1_000_000
/** Images looked into at once. */
const mostLooks = 32

/**
 * Looks among the images the mirror has for blobs that would have to be fetched. Nothing is read unless one of them is
 * worth it, and no more once those are found. An image whose parts are gone is for "check" to tell.
 */
export async function findHomes(
  room: Room,
  works: readonly BlobWork[],
  present: readonly Copy[],
): Promise<readonly BlobWork[]> {
  const wanted = new Set(works.map(({blob}) => blob.digest))
  const homeless = works.filter(({home, targets}) => home === undefined && targets.length > 0)
  const sought = new Set(homeless.filter(({blob}) => blob.size >= worthASearch).map(({blob}) => blob.digest))
  const homes = new Map<string, string>()
  await inParallel(present, mostLooks, async copy => {
    if (sought.size === 0) return
    for (const {digest} of await blobsLike(room, copy, wanted)) {
      homes.set(digest, copy.repository)
      sought.delete(digest)
    }
  })
  return works.map(work => {
    const home = work.home ?? homes.get(work.blob.digest)
    return home === undefined ? work : {...work, home}
  })
}

/** An image's blobs, if some are wanted: images made from one base share it on each platform, so the first one tells. */
async function blobsLike({mirror, signal}: Room, {repository, digest}: Copy, wanted: ReadonlySet<string>) {
  const place = {registry: mirror, repository}
  const likeOurs = (blobs: readonly Blob[]) => blobs.some(blob => wanted.has(blob.digest))
  try {
    const {blobs, children} = await readNode(place, digest)
    const [first] = children
    if (first === undefined) return blobs
    return likeOurs(blobsOf(await readTree(place, first))) ? blobsOf(await readTree(place, digest)) : []
  } catch {
    signal.throwIfAborted()
    return []
  }
}
