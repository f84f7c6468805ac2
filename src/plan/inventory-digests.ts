import {createHash} from 'node:crypto'
import {readdir, readFile} from 'node:fs/promises'
import {join, relative} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import type {Site} from '../site/site.ts'

/** SHA-256 of every file of the project's inventory and roles, by its path below the project's root, sorted. */
export async function inventoryDigests({
  rootDirectory,
  settings,
}: Pick<Site, 'rootDirectory' | 'settings'>): Promise<Readonly<Record<string, string>>> {
  const directories = [settings.inventory_path, join(rootDirectory, 'roles')]
  const paths = [...new Set((await Promise.all(directories.map(filesIn))).flat())].toSorted()
  const digests = await Promise.all(
    paths.map(async path => [relative(rootDirectory, path), await digest(path)] as const),
  )
  return Object.fromEntries(digests)
}

async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, {recursive: true, withFileTypes: true})
    return entries
      .filter(entry => entry.isFile() || entry.isSymbolicLink())
      .map(({parentPath, name}) => join(parentPath, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new HiveError('INVENTORY_INVALID', `${directory} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}

async function digest(path: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch (error) {
    // A link to a directory, or to nothing: that it is there is all that can be said.
    if (error instanceof Error && 'code' in error && (error.code === 'EISDIR' || error.code === 'ENOENT')) return ''
    throw new HiveError('INVENTORY_INVALID', `${path} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}
