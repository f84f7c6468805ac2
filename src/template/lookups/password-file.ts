import {linkSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {posix} from 'node:path'
import {Failure} from '../failure.ts'

/** The content of a password file, undefined when there is none. */
export function readPassword(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw new Failure(`the file ${path} cannot be read (${error instanceof Error ? error.message : error})`, {
      cause: error,
    })
  }
}

/**
 * Writes a new password file, mode 0600, with its folders, mode 0700, and returns its content. When another process was
 * faster, that one's password counts.
 */
export function keepPassword(path: string, password: string): string {
  const draft = `${path}.${process.pid}.new`
  try {
    mkdirSync(posix.dirname(path), {recursive: true, mode: 0o700})
    writeFileSync(draft, `${password}\n`, {mode: 0o600})
    linkSync(draft, path)
    return password
  } catch (error) {
    const other = isCode(error, 'EEXIST') ? readPassword(path) : undefined
    if (other !== undefined) return other
    throw new Failure(`the file ${path} cannot be written (${error instanceof Error ? error.message : error})`, {
      cause: error,
    })
  } finally {
    rmSync(draft, {force: true})
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
