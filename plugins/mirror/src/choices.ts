import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError, reasonOf} from '@hive-ci/cli'
import {parse} from 'yaml'
import {z} from 'zod'

const choicesFile = 'mirror.yml'

const schema = z.strictObject({
  skip: z.array(z.strictObject({image: z.string(), reason: z.string().min(1)})).default([]),
  also: z.array(z.string()).default([]),
  plain_http: z.array(z.string()).default([]),
})

/** What a project decides about its mirror. */
export interface Choices {
  /** Images that stay where they are, and why; `*` stands for any text. */
  readonly skip: readonly {readonly image: string; readonly reason: string}[]
  /** Images the inventory does not name, such as those Ansible roles pull. */
  readonly also: readonly string[]
  /** Registries, as host:port, that speak HTTP without TLS. */
  readonly plainHttp: readonly string[]
}

/**
 * Reads `mirror.yml` of a project; without one, nothing is decided.
 * @throws HiveError CONTEXT_INVALID when the file has another shape.
 */
export async function readChoices(rootDirectory: string): Promise<Choices> {
  const file = join(rootDirectory, choicesFile)
  try {
    const {skip, also, plain_http: plainHttp} = schema.parse(parse(await readFile(file, 'utf8')) ?? {})
    return {skip, also, plainHttp}
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {skip: [], also: [], plainHttp: []}
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error)
    throw new HiveError('CONTEXT_INVALID', `${file} cannot be read: ${reason}`, {
      cause: error,
      suggestions: ['It knows "skip" (a list of {image, reason}), "also" and "plain_http" (lists of texts).'],
    })
  }
}
