import {blobsOf, type ImageTree, type Place, putTree, readTree, reasonOf} from '@hive-ci/cli'
import {type BlobWork, gatherBlobs, locateBlob, type ReadCopy} from './blob-work.ts'
import {findHomes} from './find-homes.ts'
import {inParallel} from './in-parallel.ts'
import type {Copy} from './look.ts'
import {type Moved, moveBlob} from './move-blob.ts'
import type {Room} from './room.ts'

/** Blobs that travel at once; more of them only share the line. */
const mostTransfers = 16

/** What copying would move. */
export interface CopyPlan {
  readonly images: readonly ReadCopy[]
  readonly blobs: readonly BlobWork[]
  /** Why an image cannot be copied, by its name. */
  readonly failures: ReadonlyMap<string, string>
}

export interface CopyOutcome {
  /** Bytes fetched from sources. */
  readonly fetched: number
  /** Blobs the mirror gave from one repository to another. */
  readonly mounted: number
  readonly failures: ReadonlyMap<string, string>
}

/** Reads what missing images consist of, and finds out what of it the mirror has. Changes nothing. */
export async function planCopy(room: Room, missing: readonly Copy[], present: readonly Copy[]): Promise<CopyPlan> {
  const failures = new Map<string, string>()
  const note = noter(room, failures)
  const read = await Promise.all(
    missing.map(copy => note([copy.wanted.name], () => readCopy(copy, sourceOf(room, copy)))),
  )
  const images = read.filter(image => image !== undefined)
  const works = gatherBlobs(images)
  const located = await Promise.all(works.map(work => note(namesOf(images, work), () => locateBlob(room, work))))
  const blobs = await findHomes(
    room,
    located.filter(work => work !== undefined),
    present,
  )
  return {images, blobs, failures}
}

/** Moves blobs, then writes the manifests of the images that are complete. */
export async function carryOutCopy(room: Room, plan: CopyPlan, progress: (text: string) => void): Promise<CopyOutcome> {
  const failures = new Map(plan.failures)
  const note = noter(room, failures)
  let done = 0
  const moved = await inParallel(plan.blobs, mostTransfers, async work => {
    const result = await moveBlob(room, work)
    done += 1
    progress(`${done} of ${plan.blobs.length} blobs`)
    return result
  })
  for (const {copy, tree} of plan.images) {
    const reason = reasonAgainst(copy, tree, moved)
    if (reason !== undefined) failures.set(copy.wanted.name, reason)
  }
  const complete = plan.images.filter(({copy}) => !failures.has(copy.wanted.name))
  await Promise.all(
    complete.map(({copy, tree}) =>
      note([copy.wanted.name], () => putTree({registry: room.mirror, repository: copy.repository}, tree, copy.tag)),
    ),
  )
  return {fetched: total(moved, ({fetched}) => fetched), mounted: total(moved, ({mounted}) => mounted), failures}
}

/** Keeps the first reason for each image that something was done for. */
function noter({signal}: Room, failures: Map<string, string>) {
  return async <T>(names: readonly string[], work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      for (const name of names) if (!failures.has(name)) failures.set(name, reasonOf(error))
      return undefined
    }
  }
}

async function readCopy(copy: Copy, from: Place): Promise<ReadCopy> {
  return {copy, from, tree: await readTree(from, copy.digest)}
}

function sourceOf(room: Room, {wanted}: Copy): Place {
  return {registry: room.source(wanted.image.registry), repository: wanted.image.repository}
}

function namesOf(images: readonly ReadCopy[], {blob}: BlobWork): readonly string[] {
  const having = images.filter(({tree}) => blobsOf(tree).some(({digest}) => digest === blob.digest))
  return having.map(({copy}) => copy.wanted.name)
}

function reasonAgainst({repository}: Copy, tree: ImageTree, moved: readonly Moved[]): string | undefined {
  const own = new Set(blobsOf(tree).map(({digest}) => digest))
  const failed = moved.find(({digest, failures}) => own.has(digest) && failures.has(repository))
  return failed && reasonOf(failed.failures.get(repository))
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
