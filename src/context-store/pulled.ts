import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {writeContextFile} from '../context/context-file.ts'
import {HiveError, reasonOf} from '../error.ts'

/** What this machine's context directory was last the same as: a version of the store, and the hash of its content. */
export interface Pulled {
  readonly version: number
  readonly digest: string
}

const schema = z.object({version: z.int().positive(), digest: z.string()})

/** The note in a context directory; undefined when it never met the store. Throws `HiveError` CONTEXT_INVALID. */
export async function readPulled(directory: string): Promise<Pulled | undefined> {
  const file = noteOf(directory)
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new HiveError('CONTEXT_INVALID', `${file} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: ['Move the context directory away and run "hive context pull".'],
    })
  }
}

export async function writePulled(directory: string, pulled: Pulled): Promise<void> {
  await writeContextFile(noteOf(directory), `${JSON.stringify(pulled)}\n`)
}

function noteOf(directory: string): string {
  return join(directory, '.store.json')
}
