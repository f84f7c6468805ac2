import {readdir, readFile, stat} from 'node:fs/promises'
import {basename, extname, join, relative} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import type {Problem} from './problem.ts'
import {SourceFile} from './source-file.ts'

export interface Place {
  readonly rootDirectory: string
  /** Absolute. */
  readonly directory: string
}

/** A file of more bytes than this is no inventory file. */
const largest = 5_000_000

/**
 * The files of the inventory directory in Ansible's order: sorted by name, sub-directories in place.
 * @throws HiveError INVENTORY_INVALID when the directory can not be read.
 */
export async function listInventoryFiles(place: Place): Promise<readonly string[]> {
  const names = await readNames(place)
  const files = names
    .filter(name => !isIgnored(name))
    .map(async name => {
      const path = join(place.directory, name)
      const found = await stat(path).catch(() => undefined)
      return found?.isDirectory() ? listInventoryFiles({...place, directory: path}) : [path]
    })
  return (await Promise.all(files)).flat()
}

/** The variables files of a group or host: `<name>`, `<name>.yml`, `.yaml` or `.json`, or the files in `<name>/`. */
export async function listVariableFiles(directory: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await readEntries(directory)
  const found = new Map<string, readonly string[]>()
  // `web` wins over `web.yml`, `web.yml` over `web.yaml`: only the first is read.
  for (const extension of ['', ...extensions]) {
    for (const {name, isDirectory} of entries) {
      const object = nameOfVariables(name, extension, isDirectory)
      if (object === undefined || found.has(object)) continue
      const path = join(directory, name)
      found.set(object, isDirectory ? await listVariableDirectory(path) : [path])
    }
  }
  return found
}

/** Reads a file; what is wrong with reading it, or with its YAML, comes back as problems. */
export async function readSource(rootDirectory: string, path: string): Promise<SourceFile | Problem> {
  const name = relative(rootDirectory, path)
  try {
    const {size} = await stat(path)
    if (size > largest) return unreadable(name, `this file has ${size} bytes; no file of more than ${largest} is read.`)
    return new SourceFile(name, await readFile(path, 'utf8'))
  } catch (error) {
    return unreadable(name, `this file can not be read: ${fileReason(error)}.`)
  }
}

export const extensions: readonly string[] = ['.yml', '.yaml', '.json']

const ignoredEnds = [
  '.pyc',
  '.pyo',
  '.swp',
  '.bak',
  '~',
  '.rpm',
  '.md',
  '.txt',
  '.rst',
  '.orig',
  '.ini',
  '.cfg',
  '.retry',
]

function isIgnored(name: string): boolean {
  if (name.startsWith('.') || ['group_vars', 'host_vars', 'vars_plugins'].includes(name)) return true
  return ignoredEnds.some(end => name.endsWith(end))
}

async function readNames({rootDirectory, directory}: Place): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).toSorted()
  } catch (error) {
    const name = relative(rootDirectory, directory) || directory
    throw new HiveError('INVENTORY_INVALID', `The inventory directory ${name} can not be read: ${fileReason(error)}.`, {
      cause: error,
      suggestions: ['Run hive in the directory of a project, or name it with -r.'],
    })
  }
}

interface Entry {
  readonly name: string
  readonly isDirectory: boolean
}

async function readEntries(directory: string): Promise<readonly Entry[]> {
  const names = await readdir(directory).catch(missingIsEmpty)
  const entries = names.toSorted().map(async name => {
    const found = await stat(join(directory, name)).catch(() => undefined)
    return {name, isDirectory: found?.isDirectory() ?? false}
  })
  return Promise.all(entries)
}

function missingIsEmpty(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw new HiveError('INVENTORY_INVALID', `A variables directory can not be read: ${fileReason(error)}.`, {
    cause: error,
  })
}

function nameOfVariables(name: string, extension: string, isDirectory: boolean): string | undefined {
  if (extension !== '') return name.endsWith(extension) ? basename(name, extension) : undefined
  return isDirectory || !extensions.includes(extname(name)) ? name : undefined
}

async function listVariableDirectory(directory: string): Promise<readonly string[]> {
  const entries = await readEntries(directory)
  const files = entries
    .filter(({name}) => !name.startsWith('.') && !name.endsWith('~'))
    .map(async ({name, isDirectory}) => {
      const extension = extname(name)
      const path = join(directory, name)
      if (isDirectory) return extension === '' ? listVariableDirectory(path) : []
      return extension === '' || extensions.includes(extension) ? [path] : []
    })
  return (await Promise.all(files)).flat()
}

function unreadable(file: string, message: string): Problem {
  return {position: {file, line: 1, column: 1}, path: [], message}
}

/** Why a file can not be read, without the words of the system call. */
function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? reasonOf(error)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  ENOTDIR: 'it is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
}
