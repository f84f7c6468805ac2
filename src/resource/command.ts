import {sh} from '../shell/sh.ts'
import type {Resource} from './resource.ts'

export type CommandState = Omit<Resource, 'id'>

/** Anything else that can be looked at and made so. `name` says what then holds, e.g. `swap is off`. */
export function command(name: string, state: CommandState): Resource {
  return {...state, id: `command:${name}`, check: sh`(\n${state.check}\n)`}
}
