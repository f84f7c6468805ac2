import {createHash} from 'node:crypto'
import {chmod, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile} from 'node:fs/promises'
import {dirname, isAbsolute, join, normalize, relative} from 'node:path'
import {buffer} from 'node:stream/consumers'
import {extract, pack} from 'tar-stream'
import {HiveError} from '../error.ts'

/** A file, directory or link of a context directory, by its path below it. */
interface Entry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'symlink'
  readonly content: Buffer
  readonly isExecutable: boolean
}

/** What belongs to this machine and this moment: locks, drafts of files, and the note of what was pulled. */
const ownFiles = /^(lock|lock\..*|\.store\.json|\..*\.[0-9a-f-]{36})$/

/** A context directory as one tar; equal content gives equal bytes. Throws `HiveError` CONTEXT_INVALID for sockets and the like. */
export async function bundle(directory: string): Promise<Uint8Array> {
  const entries = (await entriesOf(directory, directory)).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const archive = pack()
  for (const {name, type, content, isExecutable} of entries) {
    const mode = type === 'directory' || isExecutable ? 0o700 : 0o600
    const header = {name, type, mode, mtime: new Date(0)}
    if (type === 'file') archive.entry(header, content)
    else archive.entry({...header, ...(type === 'symlink' && {linkname: content.toString()})})
  }
  archive.finalize()
  return buffer(archive)
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
  const archive = extract()
  archive.end(content)
  for await (const entry of archive) {
    const {name, type, linkname, mode = 0} = entry.header
    const path = join(directory, inside(name))
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    if (type === 'directory') await mkdir(path, {recursive: true, mode: 0o700})
    else if (type === 'symlink') await symlink(linkname ?? '', path)
    else await writePrivate(path, await buffer(entry), mode)
    entry.resume()
  }
}

async function writePrivate(path: string, content: Buffer, mode: number): Promise<void> {
  await writeFile(path, content, {mode: 0o600, flag: 'wx', flush: true})
  if (mode & 0o100) await chmod(path, 0o700)
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
  const common = {name: relative(root, path), content: Buffer.alloc(0), isExecutable: (found.mode & 0o100) !== 0}
  if (found.isDirectory()) return [{...common, type: 'directory'}, ...(await entriesOf(root, path))]
  if (found.isSymbolicLink()) return [{...common, type: 'symlink', content: Buffer.from(await readlink(path))}]
  if (found.isFile()) return [{...common, type: 'file', content: await readFile(path)}]
  throw new HiveError('CONTEXT_INVALID', `${path} is no file, directory or link, so it cannot be stored.`, {
    suggestions: ['Remove it from the context directory.'],
  })
}

function inside(name: string): string {
  const path = normalize(name)
  if (!isAbsolute(path) && !path.split('/').includes('..')) return path
  throw new HiveError('CONTEXT_INVALID', `The stored context has an entry ${JSON.stringify(name)} outside of itself.`)
}
