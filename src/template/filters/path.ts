import {globSync, realpathSync, statSync} from 'node:fs'
import {homedir} from 'node:os'
import {posix} from 'node:path'
import type {TemplateContext} from '../context.ts'
import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {elementsOf} from '../value/iterate.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Filters on paths. They follow Python's `os.path`, which keeps more of what was written than Node's. */
export const pathFilters: FilterTable = {
  basename: routine('', input => basename(textOf(input))),
  dirname: routine('', input => dirname(textOf(input))),
  splitext: routine('', input => new Tuple(splitExtension(textOf(input)))),
  path_join: routine('', input => {
    const isList = Array.isArray(input) || input instanceof Tuple
    return joinPaths(isList ? elementsOf(input).map(textOf) : [textOf(input)])
  }),
  expanduser: routine('', (input, _args, {context}) => expandUser(textOf(input), context)),
  expandvars: routine('', (input, _args, {context}) =>
    textOf(input).replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, bare?: string, braced?: string) => {
      return context.environment[bare ?? braced ?? ''] ?? whole
    }),
  ),
  realpath: routine('', (input, _args, {context}) => realPath(posix.resolve(context.workingDirectory, textOf(input)))),
  relpath: routine('start?', (input, args, {context}) => {
    const start = posix.resolve(context.workingDirectory, args.text('start', '.'))
    return posix.relative(start, posix.resolve(context.workingDirectory, textOf(input))) || '.'
  }),
  fileglob: routine('', (input, _args, {context}) =>
    globSync(posix.resolve(context.workingDirectory, textOf(input))).filter(path => statSync(path).isFile()),
  ),
  win_basename: routine('', input => /[^\\/]*$/.exec(textOf(input))?.[0] ?? ''),
  win_dirname: routine('', input => windowsDirectory(textOf(input))),
  win_splitdrive: routine('', input => new Tuple(splitDrive(textOf(input)))),
}

function textOf(value: Value): string {
  return asText(value) ?? fail(`a path is needed, got ${typeName(value)}`)
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function dirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1)
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '')
}

function splitExtension(path: string): [string, string] {
  const name = basename(path)
  const dot = name.lastIndexOf('.')
  const isHidden = dot === -1 || /^\.*$/.test(name.slice(0, dot))
  return isHidden ? [path, ''] : [path.slice(0, path.length - name.length + dot), name.slice(dot)]
}

function joinPaths(paths: readonly string[]): string {
  const [first = fail('path_join needs at least one path'), ...others] = paths
  return others.reduce((joined, path) => {
    if (path.startsWith('/')) return path
    return joined === '' || joined.endsWith('/') ? joined + path : `${joined}/${path}`
  }, first)
}

function expandUser(path: string, context: TemplateContext): string {
  return /^~(?=\/|$)/.test(path) ? (context.environment.HOME ?? homedir()) + path.slice(1) : path
}

/** The nearest existing ancestor resolved, the rest appended. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error
    return posix.join(realPath(posix.dirname(path)), posix.basename(path))
  }
}

function windowsDirectory(path: string): string {
  const [drive, rest] = splitDrive(path)
  const head = rest.replace(/[^\\/]*$/, '')
  return drive + (/^[\\/]*$/.test(head) ? head : head.replace(/[\\/]+$/, ''))
}

function splitDrive(path: string): [string, string] {
  const drive = /^(?:[\\/]{2}(?![\\/])[^\\/]+[\\/][^\\/]+|[\s\S]:)/.exec(path)?.[0] ?? ''
  return [drive, path.slice(drive.length)]
}
