import {type Blob, copyBlob, mountBlob, type Place} from '@hive-ci/cli'
import type {BlobWork} from './blob-work.ts'
import type {Room} from './room.ts'

/** What moving a blob came to. */
export interface Moved {
  readonly digest: string
  /** Bytes that were fetched from their source. */
  readonly fetched: number
  /** Repositories that got it from another one of the mirror. */
  readonly mounted: number
  /** Why a repository did not get it. */
  readonly failures: ReadonlyMap<string, unknown>
}

/** Fetches a blob at most once and mounts it wherever else it is wanted. */
export async function moveBlob(room: Room, {blob, sources, targets, home}: BlobWork): Promise<Moved> {
  const [first, ...others] = targets
  const none = {digest: blob.digest, fetched: 0, mounted: 0, failures: new Map<string, unknown>()}
  if (first === undefined) return none
  if (home !== undefined) return {...none, ...(await spread(room, blob, sources, home, targets))}
  try {
    await fetchFromAny(room, blob, sources, first)
  } catch (error) {
    room.signal.throwIfAborted()
    return {...none, failures: new Map(targets.map(target => [target, error]))}
  }
  return {...none, fetched: blob.size, ...(await spread(room, blob, sources, first, others))}
}

/** One of several repositories may be closed to us. */
async function fetchFromAny(room: Room, blob: Blob, sources: readonly Place[], target: string): Promise<void> {
  const [source, ...others] = sources
  if (!source) return
  try {
    await copyBlob(source, {registry: room.mirror, repository: target}, blob)
  } catch (error) {
    room.signal.throwIfAborted()
    if (others.length === 0) throw error
    await fetchFromAny(room, blob, others, target)
  }
}

/** A registry that does not mount gets the blob again, from itself where it can. */
async function spread(room: Room, blob: Blob, sources: readonly Place[], home: string, targets: readonly string[]) {
  const {mirror, signal} = room
  const failures = new Map<string, unknown>()
  await Promise.all(
    targets.map(async repository => {
      try {
        if (await mountBlob({registry: mirror, repository}, home, blob)) return
        await fetchFromAny(room, blob, [{registry: mirror, repository: home}, ...sources], repository)
      } catch (error) {
        signal.throwIfAborted()
        failures.set(repository, error)
      }
    }),
  )
  return {mounted: targets.length - failures.size, failures}
}
