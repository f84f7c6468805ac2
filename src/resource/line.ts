import {createHash} from 'node:crypto'
import {HiveError} from '../error.ts'
import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {positionWords, type RegExpSource, type TextPosition} from './position.ts'
import type {Resource} from './resource.ts'

export interface LineState {
  readonly line: string
  /** Older forms of the line: the first that matches is replaced, further ones are removed. */
  readonly matching?: RegExpSource
  /** Where it goes when no line matched; at the bottom by default. */
  readonly position?: TextPosition
  /** Make the file when it is not there; otherwise that is a failure. */
  readonly create?: boolean
}

/** One line of a file that belongs to somebody else. Owner, mode and all other lines stay. */
export function line(path: string, state: LineState): Resource {
  absolutePath('line', path)
  if (/[\n\0]/.test(state.line)) throw new HiveError('EXTENSION_INVALID', `The line for ${path} should be one line.`)
  const edit = [path, state.line, state.matching ?? '', ...positionWords(state.position)]
  const there = state.create ? sh`:` : sh`hive_needs_file ${path}`
  return {
    id: `line:${path}:${state.matching ?? createHash('sha256').update(state.line).digest('hex').slice(0, 12)}`,
    check: sh`[ -e ${path} ] && hive_line CHECK ${edit}`,
    apply: sh`${there} && hive_rewrite ${path} hive_line EDIT ${edit}`,
    diff: sh`hive_line EDIT ${edit} | hive_compare ${path}`,
  }
}
