import {HiveError} from '../error.ts'

/** A user's or group's name as the shadow tools accept it. Throws `HiveError` EXTENSION_INVALID otherwise. */
export function accountName(kind: 'user' | 'group', name: string): string {
  if (/^[a-z_][a-z0-9_.-]{0,31}\$?$/i.test(name)) return name
  throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(name)} is not a ${kind} name.`)
}
