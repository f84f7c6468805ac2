import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {HiveError, reasonOf} from '../error.ts'

/** In the project's root: which image each name stands for, for all stages; people review it and check it in. */
export const mirrorLockFile = 'mirror.lock.json'

const schema = z.object({
  version: z.literal(1),
  images: z.record(
    z.string(),
    z.object({
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      stages: z.array(z.string()).readonly(),
      copied: z.literal(false).optional(),
    }),
  ),
})

export interface LockedImage {
  readonly digest: string
  /** Those that need it. */
  readonly stages: readonly string[]
  /** The mirror is not known to have it, so engines are not sent there. */
  readonly copied?: false | undefined
}

/** By full image name. */
export type MirrorLock = Readonly<Record<string, LockedImage>>

/**
 * Reads the lock of a project; empty when there is none.
 * @throws HiveError CONTEXT_INVALID when the file is there and is no lock.
 */
export async function readMirrorLock(rootDirectory: string): Promise<MirrorLock> {
  const file = join(rootDirectory, mirrorLockFile)
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8'))).images
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new HiveError('CONTEXT_INVALID', `${file} is no lock of mirrored images: ${reasonOf(error)}`, {
      cause: error,
      suggestions: ['Take the last good one from version control, or remove it and run "hive mirror run".'],
    })
  }
}
