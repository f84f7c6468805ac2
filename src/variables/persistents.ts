import {chmod, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify} from 'yaml'
import {HiveError, reasonOf} from '../error.ts'
import {withFileLock} from '../file-lock.ts'

/** Variable -> `global` or stage -> value, as in `.hive/persistents.yml`. */
export type Persistents = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Where a project keeps its persistent variables. */
export function persistentsFile(rootDirectory: string): string {
  return join(rootDirectory, '.hive', 'persistents.yml')
}

/**
 * Reads the persistent variables; a missing or empty file holds none. Python tags, which hive-builder can leave
 * behind, are read as the plain value they stand for.
 * @throws HiveError VARIABLE_INVALID when the file can not be read or is not what it should be.
 */
export async function readPersistents(rootDirectory: string): Promise<Persistents> {
  const file = persistentsFile(rootDirectory)
  const text = await readText(file)
  const lineCounter = new LineCounter()
  // Pretty errors would repeat the file's content, which holds secrets.
  const document = parseDocument(text, {version: '1.1', logLevel: 'silent', prettyErrors: false, lineCounter})
  const [problem] = document.errors
  if (problem) throw unreadable(file, `line ${lineCounter.linePos(problem.pos[0]).line}: ${problem.message}`, problem)
  const value = plain(document.contents)
  if (value === null) return {}
  if (!isRecord(value)) throw unreadable(file, 'expected a mapping of variables')
  return Object.fromEntries(Object.entries(value).map(([name, scopes]) => [name, scopesOf(file, name, scopes)]))
}

/**
 * Reads, changes and writes the file under a short lock, so that processes never lose each other's changes. `change`
 * gets what is there now and returns what shall be there; returning the same object writes nothing.
 */
export async function updatePersistents(
  rootDirectory: string,
  change: (persistents: Persistents) => Persistents | Promise<Persistents>,
): Promise<void> {
  const file = persistentsFile(rootDirectory)
  await makeDirectory(dirname(file))
  await withFileLock(file, 'VARIABLE_INVALID', async () => {
    const before = await readPersistents(rootDirectory)
    const after = await change(before)
    if (after !== before) await writeAtomically(file, stringify(after, {sortMapEntries: true, version: '1.1'}))
  })
}

/** The same persistents with one value stored; everything else stays. */
export function withValue(persistents: Persistents, name: string, scope: string, value: unknown): Persistents {
  return {...persistents, [name]: {...persistents[name], [scope]: value}}
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ''
    throw unreadable(file, reasonOf(error), error)
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, {recursive: true, mode: 0o700})
  } catch (error) {
    throw new HiveError('VARIABLE_INVALID', `${directory} can not be made: ${reasonOf(error)}.`, {cause: error})
  }
}

async function writeAtomically(file: string, text: string): Promise<void> {
  // Always the same name: what a killed process left is overwritten by the next one, which has the lock.
  const draft = `${file}.new`
  try {
    await writeFile(draft, text, {mode: 0o600})
    await chmod(draft, 0o600)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, {force: true})
    throw unwritable(file, error)
  }
}

/** A Python object tag holds its value in a one-element list, or under `dictitems` or `listitems`. */
function plain(node: unknown): unknown {
  if (isMap(node)) {
    const entries = node.items.map(({key, value}) => [String(plain(key)), plain(value)] as const)
    return unwrap(node, Object.fromEntries(entries))
  }
  if (isSeq(node)) return unwrap(node, node.items.map(plain))
  return isScalar(node) ? node.value : null
}

function unwrap(node: Node, value: unknown): unknown {
  if (!node.tag?.startsWith('tag:yaml.org,2002:python/object')) return value
  if (Array.isArray(value)) return value[0]
  return isRecord(value) ? (value.dictitems ?? value.listitems ?? value) : value
}

function scopesOf(file: string, name: string, scopes: unknown): Record<string, unknown> {
  if (isRecord(scopes)) return scopes
  throw unreadable(file, `expected a mapping from global or a stage to a value under ${name}`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function unwritable(file: string, cause: unknown): HiveError {
  return new HiveError('VARIABLE_INVALID', `${file} can not be written: ${reasonOf(cause)}.`, {cause})
}

function unreadable(file: string, reason: string, cause?: unknown): HiveError {
  const suggestions = [`Repair ${file}, or move it away to start without persistent variables.`]
  return new HiveError('VARIABLE_INVALID', `${file} can not be read: ${reason}.`, {cause, suggestions})
}
