import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {type Permission, permissionWords} from './permission.ts'
import type {Resource} from './resource.ts'

/** A directory, mode 0755 of root by default; missing parents are made with the system's default mode. */
export function directory(path: string, state: Permission = {}): Resource {
  absolutePath('directory', path)
  const permission = permissionWords({mode: '0755', ...state})
  return {
    id: `directory:${path}`,
    check: sh`[ -d ${path} ] && [ ! -L ${path} ] && hive_is_like ${path} ${permission}`,
    apply: sh`mkdir -p -- ${path} && hive_make_like ${path} ${permission}`,
    diff: sh`hive_show_like ${path} ${permission}; [ -d ${path} ] || printf '+%s/\\n' ${path}`,
  }
}
