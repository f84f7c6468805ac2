import {sh} from '../shell/sh.ts'
import {accountName} from './account-name.ts'
import type {Resource} from './resource.ts'

export interface GroupState {
  readonly gid?: number
  /** A number below those of people. */
  readonly system?: boolean
}

/** A group; its members are kept by the `user` resources. */
export function group(name: string, state: GroupState = {}): Resource {
  accountName('group', name)
  const gid = state.gid === undefined ? [] : ['-g', state.gid]
  const add = sh`groupadd ${state.system ? ['-r', ...gid] : gid} -- ${name}`
  const change = gid.length === 0 ? sh`:` : sh`groupmod ${gid} -- ${name}`
  return {
    id: `group:${name}`,
    check: sh`hive_group_is ${name} ${state.gid ?? ''}`,
    apply: sh`if getent group -- ${name} >/dev/null; then ${change}; else ${add}; fi`,
  }
}
