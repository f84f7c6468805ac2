import {createHash} from 'node:crypto'
import {readdir, readFile, readlink} from 'node:fs/promises'
import {join} from 'node:path'

export interface RoleFiles {
  /** Hash of every file's path, kind and content. */
  readonly hash: string
  /** The readable text of all of them, to find out what they mention. */
  readonly text: string
}

/** Files that tools leave beside a role's own and that change nothing. */
const ignored = new Set(['.git', '__pycache__', '.DS_Store', 'node_modules'])

/** Reads all files of a role's directory. */
export async function readRoleFiles(directory: string): Promise<RoleFiles> {
  const hash = createHash('sha256')
  const texts: string[] = []
  for (const path of await listFiles(directory, '')) {
    const {kind, content} = await readEntry(join(directory, path))
    hash.update(`${kind} ${path.length} ${path} ${content.length}\n`).update(content)
    if (!content.includes(0)) texts.push(content.toString('utf8'))
  }
  return {hash: hash.digest('hex'), text: texts.join('\n')}
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), {withFileTypes: true})
  const nested = entries
    .filter(entry => !ignored.has(entry.name))
    .map(entry => {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      return entry.isDirectory() ? listFiles(root, path) : [path]
    })
  return (await Promise.all(nested)).flat().sort()
}

async function readEntry(path: string): Promise<{kind: string; content: Buffer}> {
  try {
    return {kind: 'file', content: await readFile(path)}
  } catch (error) {
    // A link to a directory or to nothing: what it points to is its content.
    const target = await readlink(path).catch(() => undefined)
    if (target === undefined) throw error
    return {kind: 'link', content: Buffer.from(target)}
  }
}
