import {type Blob, blobsOf, hasBlob, type ImageTree, type Place} from '@hive-ci/cli'
import type {Copy} from './look.ts'
import type {Room} from './room.ts'

/** An image that is to be copied, with all it consists of. */
export interface ReadCopy {
  readonly copy: Copy
  readonly from: Place
  readonly tree: ImageTree
}

/** One blob of all images together: it travels once, however many of them have it. */
export interface BlobWork {
  readonly blob: Blob
  /** Where it can be fetched. */
  readonly sources: readonly Place[]
  /** Repositories of the mirror that shall have it. */
  readonly targets: readonly string[]
  /** A repository of the mirror that has it already. */
  readonly home?: string
}

/** Puts the blobs of all images together. Pure. */
export function gatherBlobs(images: readonly ReadCopy[]): readonly BlobWork[] {
  const works = new Map<string, BlobWork>()
  for (const {copy, from, tree} of images) {
    for (const blob of blobsOf(tree)) {
      const {sources = [], targets = []} = works.get(blob.digest) ?? {}
      works.set(blob.digest, {
        blob,
        sources: [...sources, from],
        targets: targets.includes(copy.repository) ? targets : [...targets, copy.repository],
      })
    }
  }
  return [...works.values()]
}

/** Asks the mirror which targets have a blob already, as a run that was cut off leaves some. */
export async function locateBlob({mirror}: Room, work: BlobWork): Promise<BlobWork> {
  const present = await Promise.all(work.targets.map(repository => hasBlob({registry: mirror, repository}, work.blob)))
  const home = work.targets.find((_, index) => present[index])
  const targets = work.targets.filter((_, index) => !present[index])
  return {...work, targets, ...(home !== undefined && {home})}
}
