import {readdir, readFile} from 'node:fs/promises'

/** A file of a program that runs on hosts. */
export interface AgentFile {
  readonly name: string
  readonly content: string
}

/** The Python program in `files/<name>` of this package, in the order of its files' names. */
export async function readAgent(name: string): Promise<readonly AgentFile[]> {
  const directory = new URL(`../files/${name}/`, import.meta.url)
  const names = (await readdir(directory)).filter(each => each.endsWith('.py')).toSorted()
  return Promise.all(names.map(async each => ({name: each, content: await readFile(new URL(each, directory), 'utf8')})))
}
