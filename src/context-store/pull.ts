import {randomUUID} from 'node:crypto'
import {readdir, rename, rm} from 'node:fs/promises'
import {HiveError} from '../error.ts'
import {bundle, bundleDigest, isEmptyBundle, unbundle} from './bundle.ts'
import {readPulled, writePulled} from './pulled.ts'
import type {ExchangeRequest} from './push.ts'
import {unseal} from './seal.ts'

export interface PullResult {
  readonly outcome: 'pulled' | 'unchanged' | 'empty'
  /** The version the directory is the same as now; 0 when the store is empty. */
  readonly version: number
}

/**
 * Makes a context directory what the newest version of the store is. It is replaced as a whole, after the new one is
 * complete. Throws `HiveError` CONTEXT_CONFLICT, unless `force`, when the directory holds something that was not pushed.
 */
export async function pullContext(request: ExchangeRequest & {readonly force: boolean}): Promise<PullResult> {
  const {store, directory, keys, force} = request
  await putBack(directory)
  const version = await store.latest()
  if (version === 0) return {outcome: 'empty', version}
  const [pulled, present] = await Promise.all([readPulled(directory), bundle(directory)])
  const isChanged = pulled ? pulled.digest !== bundleDigest(present) : !isEmptyBundle(present)
  if (pulled?.version === version && !isChanged) return {outcome: 'unchanged', version}
  if (isChanged && !force) throw unpushed(request, version)
  const content = await unseal(await store.read(version), keys, `Version ${version} of ${store.place}`)
  const draft = `${directory}.${randomUUID()}`
  try {
    await unbundle(content, draft)
    await writePulled(draft, {version, digest: bundleDigest(content)})
    await replace(directory, draft)
  } finally {
    await rm(draft, {recursive: true, force: true})
  }
  return {outcome: 'pulled', version}
}

/** A pull that was killed between its two renames has left the directory beside its place. */
async function putBack(directory: string): Promise<void> {
  if (!(await isThere(directory)) && (await isThere(asideOf(directory)))) await rename(asideOf(directory), directory)
}

async function replace(directory: string, draft: string): Promise<void> {
  const aside = asideOf(directory)
  await rm(aside, {recursive: true, force: true})
  if (await isThere(directory)) await rename(directory, aside)
  await rename(draft, directory)
  await rm(aside, {recursive: true, force: true})
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

function unpushed({directory, store}: ExchangeRequest, version: number): HiveError {
  return new HiveError(
    'CONTEXT_CONFLICT',
    `${directory} holds something that was not pushed, and ${store.place} has version ${version}. Nothing was changed.`,
    {
      suggestions: [
        'Run "hive context push" if this directory is the right one.',
        '"hive context pull --force" gives it up for what is stored.',
      ],
    },
  )
}
