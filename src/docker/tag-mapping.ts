import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {HiveError, reasonOf} from '../error.ts'

/** Image tag -> image tag or digest: what an operator wrote into the context's `tag-mapping.json` to pin or roll back. */
export type TagMapping = Readonly<Record<string, string>>

const schema = z.record(z.string(), z.string())

/**
 * Reads the mapping of a stage; empty when there is none.
 * @throws HiveError CONTEXT_INVALID when the file is there and is no JSON object of texts.
 */
export async function readTagMapping(contextDirectory: string): Promise<TagMapping> {
  const file = join(contextDirectory, 'tag-mapping.json')
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new HiveError(
      'CONTEXT_INVALID',
      `${file}: expected a JSON object of image tag -> image tag, got: ${reasonOf(error)}`,
      {cause: error},
    )
  }
}
