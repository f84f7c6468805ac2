import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError, reasonOf, type Site, writeContextFile} from '@hive-ci/cli'
import {z} from 'zod'

const failedFile = 'mirror-failed.json'

const schema = z.object({images: z.array(z.object({name: z.string(), reason: z.string()}))})

/** An image that has no whole copy, and why. */
export interface FailedImage {
  readonly name: string
  readonly reason: string
}

/** Keeps what failed for `hive mirror run --retry`, in the stage's context; nothing failed, nothing kept. */
export async function keepFailed(site: Site, images: readonly FailedImage[]): Promise<string | undefined> {
  const file = join(site.contextDirectory, failedFile)
  if (images.length === 0) {
    await rm(file, {force: true})
    return undefined
  }
  await writeContextFile(file, `${JSON.stringify({images}, undefined, 2)}\n`)
  return file
}

/**
 * Names of what failed before; none when nothing did.
 * @throws HiveError CONTEXT_INVALID for a file of another shape.
 */
export async function readFailed(site: Site): Promise<readonly string[]> {
  const file = join(site.contextDirectory, failedFile)
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8'))).images.map(({name}) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new HiveError('CONTEXT_INVALID', `${file} is no list of failed images: ${reasonOf(error)}`, {
      cause: error,
      suggestions: ['Remove it and run "hive mirror run" without --retry.'],
    })
  }
}
