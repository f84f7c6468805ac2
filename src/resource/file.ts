import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {type Content, contentFunction, isReadable} from './content.ts'
import {type Permission, permissionWords} from './permission.ts'
import type {Resource} from './resource.ts'

export interface FileState extends Permission {
  /** The whole content. A `Secret` is written with mode 0600 unless said otherwise, and never shown as a diff. */
  readonly content: Content
}

/**
 * A whole file of ours: content, mode, owner and group. It is replaced in one move, so readers see the old content or
 * the new one; a link in its place is replaced by the file. The directory must be there.
 */
export function file(path: string, state: FileState): Resource {
  absolutePath('file', path)
  const mode = state.mode ?? (isReadable(state.content) || state.content instanceof Uint8Array ? '0644' : '0600')
  const permission = permissionWords({...state, mode})
  const compare = sh`hive_show_like ${path} ${permission}; content | hive_compare ${path}`
  return {
    id: `file:${path}`,
    define: contentFunction(state.content),
    check: sh`[ -f ${path} ] && [ ! -L ${path} ] && hive_is_like ${path} ${permission} && content | cmp -s - ${path}`,
    apply: sh`hive_write ${path} ${permission} content`,
    diff: isReadable(state.content) ? compare : sh`hive_show_like ${path} ${permission}`,
  }
}
