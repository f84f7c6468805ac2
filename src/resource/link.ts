import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import type {Resource} from './resource.ts'

export interface LinkState {
  /** What it points to, absolute or relative to the link's directory; it need not exist. */
  readonly target: string
}

/** A symbolic link. A file or link in its place is replaced in one move; a directory is left alone and fails. */
export function link(path: string, {target}: LinkState): Resource {
  absolutePath('link', path)
  return {
    id: `link:${path}`,
    check: sh`[ -L ${path} ] && [ "$(readlink -- ${path}; echo .)" = "$(printf '%s\\n.' ${target})" ]`,
    apply: sh`hive_link ${path} ${target}`,
    diff: sh`printf '%s -> %s\\n' ${path} ${target}`,
  }
}
