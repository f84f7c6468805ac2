import {createHash} from 'node:crypto'
import {HiveError} from '../error.ts'
import {sh} from '../shell/sh.ts'
import {accountName} from './account-name.ts'
import type {Resource} from './resource.ts'

/** A public key (`<type> <base64> [comment]`) with which a user may log in over ssh; other keys stay. */
export function authorizedKey(user: string, publicKey: string): Resource {
  accountName('user', user)
  const key = publicKey.trim()
  if (!/^([^\n]+ )?[a-z0-9@.-]+ [A-Za-z0-9+/]{16,}={0,3}( [^\n]*)?$/.test(key)) {
    throw new HiveError(
      'EXTENSION_INVALID',
      `The key for ${user} is not one line "<type> <base64> <comment>": ${JSON.stringify(key)}.`,
    )
  }
  return {
    id: `authorized-key:${user}:${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
    check: sh`hive_has_key ${user} ${key}`,
    apply: sh`hive_add_key ${user} ${key}`,
    diff: sh`printf '+%s\\n' ${key}`,
  }
}
