import {sequence, sh} from '../shell/sh.ts'
import {accountName} from './account-name.ts'
import type {Resource} from './resource.ts'

export interface UserState {
  readonly uid?: number
  /** Groups it is in besides its own; others it is in stay. They must exist. */
  readonly groups?: readonly string[]
  readonly home?: string
  /** Login shell; `/bin/bash` for a new user of people, the system's default otherwise. */
  readonly shell?: string
  readonly comment?: string
  /** A number below those of people, no home directory. */
  readonly system?: boolean
}

/** A user that cannot log in with a password. A group that was added needs a new login to be felt. */
export function user(name: string, state: UserState = {}): Resource {
  accountName('user', name)
  const groups = (state.groups ?? []).map(item => accountName('group', item))
  const attributes = [
    ...(state.uid === undefined ? [] : ['-u', state.uid]),
    ...(state.home === undefined ? [] : ['-d', state.home]),
    ...(state.shell === undefined ? [] : ['-s', state.shell]),
    ...(state.comment === undefined ? [] : ['-c', state.comment]),
  ]
  const kind = state.system ? ['-r'] : state.shell === undefined ? ['-m', '-s', '/bin/bash'] : ['-m']
  const created = [...kind, ...attributes]
  const change = attributes.length === 0 ? sh`:` : sh`usermod ${attributes} -- ${name}`
  const wanted = [name, state.uid ?? '', state.home ?? '', state.shell ?? '', state.comment ?? '', ...groups]
  return {
    id: `user:${name}`,
    check: sh`hive_user_is ${wanted}`,
    apply: sequence(
      sh`if getent passwd -- ${name} >/dev/null; then ${change}
elif getent group -- ${name} >/dev/null; then useradd -g ${name} ${created} -- ${name}
else useradd ${created} -- ${name}; fi`,
      groups.length > 0 && sh`usermod -a -G ${groups.join(',')} -- ${name}`,
    ),
    ...(groups.length > 0 && {needsReconnect: true}),
  }
}
