import {type Entry, isSameEntry, packEntries, unpackEntries} from './entry.ts'

/** What two made of the same context: both changes together, and the paths both changed in different ways. */
export interface Merged {
  readonly content: Uint8Array
  readonly conflicts: readonly string[]
}

/** Puts two bundles together that started as the same one: what one of them left alone is taken from the other. */
export async function mergeBundles(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): Promise<Merged> {
  const [before, here, there] = await Promise.all([base, ours, theirs].map(entriesByName))
  const names = new Set([base, here, there].flatMap(entries => (entries instanceof Map ? [...entries.keys()] : [])))
  const conflicts: string[] = []
  const merged: Entry[] = []
  for (const name of names) {
    const [old, mine, other] = [before?.get(name), here?.get(name), there?.get(name)]
    if (!isSameEntry(old, mine) && !isSameEntry(old, other) && !isSameEntry(mine, other)) conflicts.push(name)
    const kept = isSameEntry(old, mine) ? other : mine
    if (kept) merged.push(kept)
  }
  return {content: await packEntries(merged), conflicts: conflicts.toSorted()}
}

async function entriesByName(content: Uint8Array): Promise<ReadonlyMap<string, Entry>> {
  return new Map((await unpackEntries(content)).map(entry => [entry.name, entry]))
}
