import {randomUUID} from 'node:crypto'
import {appendFile, chmod, link, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import {withFileLock} from '../file-lock.ts'

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
  await withDraft(path, content, draft => rename(draft, path))
}

/** Makes a context file unless there is one, and returns what it holds now: of two who make it, one wins. */
export async function createContextFile(path: string, content: string): Promise<string> {
  await withDraft(path, content, draft => link(draft, path).catch(unlessPresent))
  return (await readContextFile(path)) ?? content
}

/** Reads, changes and writes a context file under a short lock, so that of two who change it neither loses its part. */
export async function changeContextFile(path: string, change: (text: string) => string): Promise<void> {
  await withFileLock(path, 'CONTEXT_INVALID', async () =>
    writeContextFile(path, change((await readContextFile(path)) ?? '')),
  )
}

/** Adds a line to a context file; several may do so at the same time. Throws `HiveError` CONTEXT_INVALID. */
export async function appendContextFile(path: string, line: string): Promise<void> {
  try {
    await appendFile(path, line, {mode: 0o600, flush: true})
  } catch (error) {
    throw notWritable(path, error)
  }
}

/** Takes a file with a key in it away from everybody else. */
export async function protectContextFile(path: string): Promise<void> {
  try {
    await chmod(path, 0o600)
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

/** The text is complete on the disk, under another name, before it gets its own. */
async function withDraft(path: string, content: string, publish: (draft: string) => Promise<void>): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    await writeFile(draft, content, {mode: 0o600, flag: 'wx', flush: true})
    await publish(draft)
  } catch (error) {
    throw notWritable(path, error)
  } finally {
    // Gone already when it was renamed; where even its directory is not there, that has been told.
    await rm(draft, {force: true}).catch(() => {})
  }
}

function unlessPresent(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
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
