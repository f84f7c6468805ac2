import {randomUUID} from 'node:crypto'
import {readdir, rename, rm} from 'node:fs/promises'
import {unbundle} from './bundle.ts'
import {type Pulled, writePulled} from './pulled.ts'

/** Makes a context directory what a bundle holds, as a whole, after the new one is complete. */
export async function replaceContext(directory: string, content: Uint8Array, pulled: Pulled): Promise<void> {
  const draft = `${directory}.${randomUUID()}`
  try {
    await unbundle(content, draft)
    await writePulled(draft, pulled)
    const aside = asideOf(directory)
    await rm(aside, {recursive: true, force: true})
    if (await isThere(directory)) await rename(directory, aside)
    await rename(draft, directory)
    await rm(aside, {recursive: true, force: true})
  } finally {
    await rm(draft, {recursive: true, force: true})
  }
}

/** Whoever was killed between the two renames has left the directory beside its place: puts it back. */
export async function putBack(directory: string): Promise<void> {
  if (!(await isThere(directory)) && (await isThere(asideOf(directory)))) await rename(asideOf(directory), directory)
}

function asideOf(directory: string): string {
  return `${directory}.before-pull`
}

async function isThere(directory: string): Promise<boolean> {
  return readdir(directory).then(
    () => true,
    error => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}
