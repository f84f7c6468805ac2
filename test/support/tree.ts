import {createHash} from 'node:crypto'
import {lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {join, relative} from 'node:path'

/** What is below a directory: path -> type, mode, owner and content, byte by byte. */
export type Tree = Readonly<Record<string, string>>

/** Reads a directory; with times it also sees files that were written anew with what they held before. */
export function readTree(directory: string, {times = false} = {}): Tree {
  const names = readdirSync(directory, {recursive: true, encoding: 'utf8'}).sort()
  return Object.fromEntries(
    ['', ...names].map(name => {
      const path = join(directory, name)
      return [relative(directory, path), describe(path, times)]
    }),
  )
}

function describe(path: string, times: boolean): string {
  const {mode, uid, gid, mtimeMs, ino} = lstatSync(path)
  const stamp = times ? ` ${ino} ${mtimeMs}` : ''
  return `${mode.toString(8)} ${uid}:${gid} ${contentOf(path)}${stamp}`
}

function contentOf(path: string): string {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return `-> ${readlinkSync(path)}`
  if (!stat.isFile()) return ''
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
}
