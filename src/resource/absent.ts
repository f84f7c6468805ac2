import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import type {Resource} from './resource.ts'

/** Nothing is at this path; a directory goes with all it holds. */
export function absent(path: string): Resource {
  absolutePath('absent', path)
  return {
    id: `absent:${path}`,
    check: sh`[ ! -e ${path} ] && [ ! -L ${path} ]`,
    apply: sh`rm -rf -- ${path}`,
    diff: sh`printf -- '-%s\\n' ${path}`,
  }
}
