import {randomUUID} from 'node:crypto'
import {rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type LockedImage, type MirrorLock, mirrorLockFile} from '@hive-ci/cli'

export interface LockedNow {
  readonly stage: string
  /** Digest by name, of what the stage needs. */
  readonly digests: ReadonlyMap<string, string>
  /** Names of those among them the mirror is known to have. */
  readonly there: ReadonlySet<string>
  /** Names the stage still needs although no digest is known; what is locked of them stays. */
  readonly undecided: readonly string[]
}

/** The lock after a run for one stage: other stages keep what they need, what no stage needs goes. Pure. */
export function nextLock(lock: MirrorLock, {stage, digests, there, undecided}: LockedNow): MirrorLock {
  const names = [...new Set([...Object.keys(lock), ...digests.keys()])].toSorted()
  const entries = names.flatMap(name => {
    const before = lock[name]
    const needed = digests.has(name) || undecided.includes(name)
    const others = before?.stages.filter(other => other !== stage) ?? []
    const stages = needed ? [...others, stage].toSorted() : others
    const digest = digests.get(name) ?? before?.digest
    if (digest === undefined || stages.length === 0) return []
    const isCopied = digests.has(name) ? there.has(name) : before?.copied !== false
    return [[name, entryOf(digest, stages, isCopied)] as const]
  })
  return Object.fromEntries(entries)
}

/**
 * The lock once copying is over: what has arrived is copied, and what has not but was there in an older form stays as it
 * was locked before the run. Pure.
 */
export function settledLock(lock: MirrorLock, before: MirrorLock, arrived: ReadonlySet<string>): MirrorLock {
  const entries = Object.entries(lock).map(([name, {digest, stages, copied}]) => {
    if (copied !== false || arrived.has(name)) return [name, entryOf(digest, stages, true)] as const
    const old = before[name]
    const stays = old !== undefined && old.digest !== digest && old.copied !== false
    return [name, entryOf(stays ? old.digest : digest, stages, stays)] as const
  })
  return Object.fromEntries(entries)
}

function entryOf(digest: string, stages: readonly string[], isCopied: boolean): LockedImage {
  return isCopied ? {digest, stages} : {digest, stages, copied: false}
}

/** Writes the lock, or leaves the one there is: a reader never sees half of it. */
export async function writeLock(rootDirectory: string, lock: MirrorLock): Promise<void> {
  const file = join(rootDirectory, mirrorLockFile)
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify({version: 1, images: lock}, undefined, 2)}\n`)
  await rename(draft, file)
}
