import {statSync} from 'node:fs'
import {homedir} from 'node:os'
import {posix} from 'node:path'
import type {TemplateContext} from '../context.ts'

/** An absolute path of what was written: `~` is the home folder, relative paths start from the working directory. */
export function absolutePath(path: string, {workingDirectory, environment}: TemplateContext): string {
  const expanded = path.replace(/^~(?=\/|$)/, environment.HOME ?? homedir())
  return posix.resolve(workingDirectory, expanded)
}

/** The file a lookup means: `folder/path` under the working directory before `path`; undefined when there is none. */
export function findFile(path: string, folder: string, context: TemplateContext): string | undefined {
  const candidates = /^[~/]/.test(path) ? [path] : [posix.join(folder, path), path]
  const paths = candidates.map(candidate => absolutePath(candidate, context))
  return paths.find(candidate => statSync(candidate, {throwIfNoEntry: false}) !== undefined)
}
