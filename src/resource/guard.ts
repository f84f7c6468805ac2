import {HiveError} from '../error.ts'
import {raw, type Shell} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import type {Resource} from './resource.ts'

/** How a host gets back what it had when a change of this resource cuts the mother off. */
export interface Guard {
  /** What is guarded, as a word people know: `sshd`, `firewall`. One name is saved once in a role. */
  readonly name: string
  /** Files and directories that are put back as they were, or taken away where there was nothing. */
  readonly paths: readonly string[]
  /** Prints what is live and in no file; `restore` gets it on standard input. */
  readonly save?: Shell
  /** Makes the files that were put back take effect. Runs without the program's functions, in a plain `sh`. */
  readonly restore: Shell
}

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
