import {randomInt} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import type {ContextStore} from '../context-store.ts'
import {HiveError} from '../error.ts'
import type {Secret} from '../shell/secret.ts'
import {bundle, bundleDigest, isEmptyBundle} from './bundle.ts'
import {readPulled, writePulled} from './pulled.ts'
import {seal, unseal} from './seal.ts'

export interface ExchangeRequest {
  readonly store: ContextStore
  /** The stage's context directory. */
  readonly directory: string
  readonly keys: readonly Secret[]
}

export interface PushResult {
  readonly outcome: 'pushed' | 'unchanged' | 'empty'
  /** The version the directory is the same as now; 0 when both are empty. */
  readonly version: number
}

/** Others who write the same number at the same moment are given way to this often. */
const mostTries = 6

/**
 * Stores a context directory as the next version, unless the store has one this directory does not know: then nothing is
 * stored and nothing gets lost. Throws `HiveError` CONTEXT_CONFLICT for that.
 */
export async function pushContext({store, directory, keys}: ExchangeRequest): Promise<PushResult> {
  const [content, pulled] = await Promise.all([bundle(directory), readPulled(directory)])
  const base = pulled?.version ?? 0
  const digest = bundleDigest(content)
  if (await isStoredAlready({store, directory, keys}, base + 1, digest)) return {outcome: 'pushed', version: base + 1}
  await refuseUnknown(store, base)
  if (pulled?.digest === digest) return {outcome: 'unchanged', version: base}
  if (base === 0 && isEmptyBundle(content)) return {outcome: 'empty', version: 0}
  const sealed = await seal(content, keys)
  for (let tries = 1; (await store.write(base + 1, sealed)) === 'taken'; tries++) {
    await refuseUnknown(store, base)
    if (tries === mostTries) throw busy(store)
    await setTimeout(randomInt(200, 400) * tries)
  }
  await writePulled(directory, {version: base + 1, digest})
  return {outcome: 'pushed', version: base + 1}
}

/** A push whose answer got lost may have done its work: then the newest version is what this directory holds. */
async function isStoredAlready(request: ExchangeRequest, version: number, digest: string): Promise<boolean> {
  const {store, directory, keys} = request
  if ((await store.latest()) !== version) return false
  const stored = await unseal(await store.read(version), keys, `Version ${version} of ${store.place}`)
  if (bundleDigest(stored) !== digest) return false
  await writePulled(directory, {version, digest})
  return true
}

async function refuseUnknown(store: ContextStore, base: number): Promise<void> {
  const latest = await store.latest()
  if (latest === base) return
  const known = base === 0 ? 'was never pulled' : `is based on version ${base}`
  throw new HiveError(
    'CONTEXT_CONFLICT',
    `${store.place} has version ${latest} of the context, and this directory ${known}. Nothing was stored.`,
    {
      suggestions: [
        'Move the context directory away, run "hive context pull", make the change again and push.',
        '"hive context pull --force" gives this directory up for what is stored.',
      ],
    },
  )
}

function busy({place}: ContextStore): HiveError {
  return new HiveError('CONTEXT_CONFLICT', `Others keep writing to ${place}. Nothing was stored.`, {
    suggestions: ['Run "hive context push" again.'],
  })
}
