import {appendFile, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'

/** The text of a context file; undefined when there is none. Throws `HiveError` CONTEXT_INVALID when it is unreadable. */
export async function readContextFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw new HiveError('CONTEXT_INVALID', `${path} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: ['Make it a file that the user who runs hive may read.'],
    })
  }
}

/**
 * Replaces a context file as a whole, so that whoever reads it sees the old or the new text and nothing in between.
 * The file is 0600, directories made on the way are 0700. Throws `HiveError` CONTEXT_INVALID.
 */
export async function writeContextFile(path: string, content: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.new`)
  try {
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    await rm(draft, {force: true})
    await writeFile(draft, content, {mode: 0o600, flag: 'wx', flush: true})
    await rename(draft, path)
  } catch (error) {
    await rm(draft, {force: true})
    throw notWritable(path, error)
  }
}

/** Adds a line to a context file; several may do so at the same time. Throws `HiveError` CONTEXT_INVALID. */
export async function appendContextFile(path: string, line: string): Promise<void> {
  try {
    await appendFile(path, line, {mode: 0o600, flush: true})
  } catch (error) {
    throw notWritable(path, error)
  }
}

export async function removeContextFile(path: string): Promise<void> {
  try {
    await rm(path, {force: true})
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `${path} cannot be removed: ${reasonOf(error)}.`, {cause: error})
  }
}

function notWritable(path: string, cause: unknown): HiveError {
  return new HiveError('CONTEXT_INVALID', `${path} cannot be written: ${reasonOf(cause)}.`, {
    cause,
    suggestions: ['Check the permissions of the directory and the free space of its disk.'],
  })
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
