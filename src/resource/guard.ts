import {HiveError} from '../error.ts'
import {raw} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import type {Guard, Resource} from './resource.ts'

/**
 * A resource whose change might lock the mother out. Before it is changed the host saves what is there and starts a
 * timer; unless the mother confirms over a new connection at the end of the role, the host puts back what it saved.
 * Throws `HiveError` EXTENSION_INVALID.
 */
export function guarded(resource: Resource, guard: Guard): Resource {
  if (!/^[a-z][a-z0-9-]*$/.test(guard.name))
    throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(guard.name)} cannot be the name of what is guarded.`)
  if ([guard.save ?? raw(''), guard.restore].some(shell => shell.isSecret))
    throw new HiveError('EXTENSION_INVALID', `What puts ${guard.name} back is kept on the host and can hold no secret.`)
  for (const path of guard.paths) absolutePath('guard', path)
  return {...resource, guard}
}
