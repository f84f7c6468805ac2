import {HiveError} from '../error.ts'

/** A path a resource may keep: absolute, and not the root itself. Throws `HiveError` EXTENSION_INVALID otherwise. */
export function absolutePath(kind: string, path: string): string {
  if (/^\/+(?!\/)./s.test(path) && !path.includes('\0') && !/(^|\/)\.\.?(\/|$)/.test(path)) return path
  throw new HiveError(
    'EXTENSION_INVALID',
    `The path ${JSON.stringify(path)} given to ${kind} should be absolute, below "/" and without "." or ".." parts.`,
  )
}
