import {type Blob, blobsOf, canReadBlob, findDigest, readTree, reasonOf, type Session} from '@hive-ci/cli'
import {keepFailed} from './failed-file.ts'
import {copyOf} from './look.ts'
import {type MirrorSettings, type Prepared, withMirror} from './prepare.ts'
import type {Room} from './room.ts'
import type {WantedImage} from './wanted-images.ts'

/** What was found of one image. */
interface CheckedImage {
  readonly name: string
  readonly state: 'whole' | 'broken' | 'not-locked' | 'skipped'
  readonly digest?: string
  /** Whole sentences. */
  readonly problems: readonly string[]
}

/** The `--json` result of `hive mirror check`. */
export interface CheckReport {
  readonly images: readonly CheckedImage[]
  /** Has the images that are not whole; `hive mirror run --retry` reads it. */
  readonly failedFile?: string
}

/**
 * Proves that the mirror can give every image the stage needs: every manifest of every platform has the bytes of its
 * digest, and of every blob the first byte can be fetched. Asks no source.
 * @throws HiveError VARIABLE_INVALID, CONTEXT_INVALID, IMAGE_FAILED, REGISTRY_FAILED.
 */
export async function checkMirror(session: Session, settings: MirrorSettings): Promise<CheckReport> {
  return withMirror(session, settings, async prepared => {
    const asked = new Map<string, Promise<boolean>>()
    const canRead: CanRead = (repository, blob) => {
      const key = `${repository}@${blob.digest}`
      const answer = asked.get(key) ?? canReadBlob({registry: prepared.room.mirror, repository}, blob)
      asked.set(key, answer)
      return answer
    }
    const images = await Promise.all(prepared.wanted.map(wanted => checkImage(prepared, wanted, canRead)))
    const failed = images.flatMap(({name, state, problems}) =>
      state === 'broken' || state === 'not-locked' ? [{name, reason: problems.join(' ')}] : [],
    )
    const failedFile = await keepFailed(session.site, failed)
    return failedFile === undefined ? {images} : {images, failedFile}
  })
}

type CanRead = (repository: string, blob: Blob) => Promise<boolean>

async function checkImage(
  {room, mirror, lock}: Prepared,
  wanted: WantedImage,
  canRead: CanRead,
): Promise<CheckedImage> {
  const {name, skip} = wanted
  if (skip !== undefined) return {name, state: 'skipped', problems: []}
  const digest = lock[name]?.digest
  if (digest === undefined) return {name, state: 'not-locked', problems: [`${name} is not in the lock.`]}
  const {repository, tag} = copyOf(wanted, digest, mirror)
  const problems = await problemsOf(room, {repository, tag, digest}, canRead)
  return {name, state: problems.length > 0 ? 'broken' : 'whole', digest, problems}
}

async function problemsOf(
  room: Room,
  {repository, tag, digest}: {readonly repository: string; readonly tag: string; readonly digest: string},
  canRead: CanRead,
): Promise<readonly string[]> {
  const place = {registry: room.mirror, repository}
  try {
    const [tagged, tree] = await Promise.all([findDigest(room.mirror, repository, tag), readTree(place, digest)])
    const blobs = blobsOf(tree)
    const readable = await Promise.all(blobs.map(blob => canRead(repository, blob)))
    const missing = blobs.filter((_, index) => !readable[index])
    return [
      ...(tagged === digest ? [] : [`Tag ${tag} is ${tagged ?? 'not there'}, locked is ${digest}.`]),
      ...missing.map(blob => `Blob ${blob.digest} (${blob.size} bytes) is missing.`),
    ]
  } catch (error) {
    room.signal.throwIfAborted()
    return [`${reasonOf(error)}.`]
  }
}
