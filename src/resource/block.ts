import {HiveError} from '../error.ts'
import {Secret} from '../shell/secret.ts'
import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {positionWords, type TextPosition} from './position.ts'
import type {Resource} from './resource.ts'

export interface BlockState {
  /** Tells several blocks of a file apart; part of the marker lines. */
  readonly name: string
  readonly content: string | Secret
  /** What starts a comment in this file; `#` by default. */
  readonly comment?: string
  /** Where a new block goes; at the bottom by default. One that is there stays where it is. */
  readonly position?: TextPosition
  /** Make the file when it is not there; otherwise that is a failure. */
  readonly create?: boolean
}

/** Lines between two marker lines in a file that belongs to somebody else. Everything outside them stays. */
export function block(path: string, state: BlockState): Resource {
  absolutePath('block', path)
  const content = wholeLines(state.content)
  const {comment = '#', name} = state
  const edit = [path, ...blockMarkers(path, name, comment), ...positionWords(state.position)]
  const there = state.create ? sh`:` : sh`hive_needs_file ${path}`
  const compare = sh`content | hive_block EDIT ${edit} | hive_compare ${path}`
  return {
    id: `block:${path}:${name}`,
    define: sh`content() {\nprintf %s ${content}\n}`,
    check: sh`[ -e ${path} ] && content | hive_block CHECK ${edit}`,
    apply: sh`${there} && content | hive_rewrite ${path} hive_block EDIT ${edit}`,
    ...(typeof content === 'string' && {diff: compare}),
  }
}

/** The lines before and after a block. Throws `HiveError` EXTENSION_INVALID for a name that is no single line. */
export function blockMarkers(path: string, name: string, comment: string): readonly [string, string] {
  if (/[\n\0]/.test(comment + name))
    throw new HiveError('EXTENSION_INVALID', `The name of a block in ${path} should be one line.`)
  return [`${comment} hive ${name} begin`, `${comment} hive ${name} end`]
}

function wholeLines(content: string | Secret): string | Secret {
  if (content instanceof Secret) return new Secret(endLine(content.reveal()))
  return endLine(content)
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
