import {chmod, mkdir, mkdtemp, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'

export interface PrivateDirectory {
  readonly path: string
  /** Removes it with all it holds. */
  remove(): Promise<void>
}

/** Holds the id of the process the directory belongs to. */
const namePattern = /^ansible-(\d+)-/

/**
 * A directory for the files one run of ansible-playbook needs, secrets among them: 0700, inside `parent`, which several
 * users may share. Those that killed runs left behind are removed first.
 * @throws HiveError CONTEXT_INVALID when it cannot be made.
 */
export async function makePrivateDirectory(parent: string): Promise<PrivateDirectory> {
  try {
    const created = await mkdir(parent, {recursive: true})
    if (created !== undefined) await chmod(parent, 0o1777)
    await removeStale(parent)
    const path = await mkdtemp(join(parent, `ansible-${process.pid}-`))
    return {path, remove: () => rm(path, {recursive: true, force: true})}
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `No directory could be made in ${parent}: ${reasonOf(error)}`, {
      cause: error,
      suggestions: ['Name a directory you may write to: hive set temp_dir DIRECTORY.'],
    })
  }
}

async function removeStale(parent: string): Promise<void> {
  const names = await readdir(parent)
  const stale = names.filter(name => {
    const pid = namePattern.exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  })
  // Another user's leftovers are not ours to remove, and another run may be removing the same ones.
  await Promise.allSettled(stale.map(name => rm(join(parent, name), {recursive: true, force: true})))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
