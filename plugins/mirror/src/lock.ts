import {randomUUID} from 'node:crypto'
import {rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type MirrorLock, mirrorLockFile} from '@hive-ci/cli'

export interface LockedNow {
  readonly stage: string
  /** Digest by name, of what the stage needs. */
  readonly digests: ReadonlyMap<string, string>
  /** Names the stage still needs although no digest is known; what is locked of them stays. */
  readonly undecided: readonly string[]
}

/** The lock after a run for one stage: other stages keep what they need, what no stage needs goes. Pure. */
export function nextLock(lock: MirrorLock, {stage, digests, undecided}: LockedNow): MirrorLock {
  const names = [...new Set([...Object.keys(lock), ...digests.keys()])].toSorted()
  const entries = names.flatMap(name => {
    const before = lock[name]
    const needed = digests.has(name) || undecided.includes(name)
    const others = before?.stages.filter(other => other !== stage) ?? []
    const stages = needed ? [...others, stage].toSorted() : others
    const digest = digests.get(name) ?? before?.digest
    return digest === undefined || stages.length === 0 ? [] : [[name, {digest, stages}] as const]
  })
  return Object.fromEntries(entries)
}

/** Writes the lock, or leaves the one there is: a reader never sees half of it. */
export async function writeLock(rootDirectory: string, lock: MirrorLock): Promise<void> {
  const file = join(rootDirectory, mirrorLockFile)
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify({version: 1, images: lock}, undefined, 2)}\n`)
  await rename(draft, file)
}
