import {createHash} from 'node:crypto'
import {chmod, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile} from 'node:fs/promises'
import {dirname, isAbsolute, join, normalize, relative} from 'node:path'
import {HiveError} from '../error.ts'
import {type Entry, packEntries, unpackEntries} from './entry.ts'

/** What belongs to this machine and this moment: locks, drafts of files, and the note of what was pulled. */
const ownFiles = /^(lock|lock\..*|\.store\.json|\..*\.[0-9a-f-]{36})$/

/** A context directory as one tar; equal content gives equal bytes. Throws `HiveError` CONTEXT_INVALID for sockets and the like. */
export async function bundle(directory: string): Promise<Uint8Array> {
  return packEntries(await entriesOf(directory, directory))
}

/** Whether nothing is in it: two blocks of zeroes (POSIX ustar). */
export function isEmptyBundle(content: Uint8Array): boolean {
  return content.length <= 1024
}

/** The hash of a bundle: whether a context was changed. */
export function bundleDigest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * Writes what a bundle holds into a directory: directories 0700, files 0600 or, where their owner could run them, 0700.
 * Throws `HiveError` CONTEXT_INVALID for entries that lead out of the directory.
 */
export async function unbundle(content: Uint8Array, directory: string): Promise<void> {
  await mkdir(directory, {recursive: true, mode: 0o700})
  for (const {name, type, content: text, isExecutable} of await unpackEntries(content)) {
    const path = join(directory, inside(name))
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    if (type === 'directory') await mkdir(path, {recursive: true, mode: 0o700})
    else if (type === 'symlink') await symlink(text.toString(), path)
    else await writePrivate(path, text, isExecutable)
  }
}

async function writePrivate(path: string, content: Buffer, isExecutable: boolean): Promise<void> {
  await writeFile(path, content, {mode: 0o600, flag: 'wx', flush: true})
  if (isExecutable) await chmod(path, 0o700)
}

async function entriesOf(root: string, directory: string): Promise<readonly Entry[]> {
  const names = await readdir(directory).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const wanted = names.filter(name => !ownFiles.test(name))
  return (await Promise.all(wanted.map(name => entryOf(root, join(directory, name))))).flat()
}

async function entryOf(root: string, path: string): Promise<readonly Entry[]> {
  const found = await lstat(path)
  const common = {name: relative(root, path), content: Buffer.alloc(0), isExecutable: false}
  if (found.isDirectory()) return [{...common, type: 'directory'}, ...(await entriesOf(root, path))]
  if (found.isSymbolicLink()) return [{...common, type: 'symlink', content: Buffer.from(await readlink(path))}]
  const isExecutable = (found.mode & 0o100) !== 0
  if (found.isFile()) return [{...common, type: 'file', content: await readFile(path), isExecutable}]
  throw new HiveError('CONTEXT_INVALID', `${path} is no file, directory or link, so it cannot be stored.`, {
    suggestions: ['Remove it from the context directory.'],
  })
}

function inside(name: string): string {
  const path = normalize(name)
  if (!isAbsolute(path) && !path.split('/').includes('..')) return path
  throw new HiveError('CONTEXT_INVALID', `The stored context has an entry ${JSON.stringify(name)} outside of itself.`)
}
