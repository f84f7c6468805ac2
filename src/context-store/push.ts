import {randomInt} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import type {ContextStore} from '../context-store.ts'
import {HiveError} from '../error.ts'
import type {Secret} from '../shell/secret.ts'
import {bundle, bundleDigest, isEmptyBundle} from './bundle.ts'
import {mergeBundles} from './merge.ts'
import {type Pulled, readPulled, writePulled} from './pulled.ts'
import {putBack, replaceContext} from './replace.ts'
import {seal, unsealVersion} from './seal.ts'

export interface ExchangeRequest {
  readonly store: ContextStore
  /** The stage's context directory. */
  readonly directory: string
  readonly keys: readonly Secret[]
  /** Does the work while no run works in the directory, which is replaced as a whole. */
  readonly alone: Alone
}

export type Alone = <T>(work: () => Promise<T>) => Promise<T>

export interface PushResult {
  readonly outcome: 'pushed' | 'unchanged' | 'empty'
  /** The version the directory is the same as now; 0 when both are empty. */
  readonly version: number
}

/** Others who write the same number at the same moment are given way to this often. */
const mostTries = 6

/**
 * Stores a context directory as the next version. What others stored since this directory was pulled is taken in first,
 * so that both changes are in the directory and in the store. Throws `HiveError` CONTEXT_CONFLICT when both changed the
 * same file, or this directory was never pulled: then nothing is stored and nothing gets lost.
 */
export async function pushContext(request: ExchangeRequest): Promise<PushResult> {
  const {store, directory, keys} = request
  await putBack(directory)
  const known = await storedAlready(request)
  if (known) return {outcome: 'pushed', version: known.version}
  for (let tries = 1; ; ) {
    const {content, pulled, version} = await readDirectory(directory)
    const latest = await store.latest()
    const digest = bundleDigest(content)
    if (latest !== version) await request.alone(() => takeIn(request, latest))
    else if (pulled?.digest === digest) return {outcome: 'unchanged', version}
    else if (version === 0 && isEmptyBundle(content)) return {outcome: 'empty', version}
    else if ((await store.write(version + 1, await seal(content, keys))) === 'written') {
      await writePulled(directory, {version: version + 1, digest})
      return {outcome: 'pushed', version: version + 1}
    } else if (tries === mostTries) throw busy(store)
    else await setTimeout(randomInt(200, 400) * tries++)
  }
}

interface Directory {
  readonly content: Uint8Array
  readonly pulled: Pulled | undefined
  /** The version it was last the same as; 0 when it never met the store. */
  readonly version: number
}

async function readDirectory(directory: string): Promise<Directory> {
  const [content, pulled] = await Promise.all([bundle(directory), readPulled(directory)])
  return {content, pulled, version: pulled?.version ?? 0}
}

/** A push whose answer got lost may have done its work: then the newest version is what this directory holds. */
async function storedAlready({store, directory, keys}: ExchangeRequest): Promise<Pulled | undefined> {
  const {content, version} = await readDirectory(directory)
  const next = {version: version + 1, digest: bundleDigest(content)}
  if ((await store.latest()) !== next.version) return undefined
  if (bundleDigest(await unsealVersion(store, next.version, keys)) !== next.digest) return undefined
  await writePulled(directory, next)
  return next
}

/** Bases the directory on a newer version: what is there and what was changed here. */
async function takeIn(request: ExchangeRequest, latest: number): Promise<void> {
  const {store, directory, keys} = request
  const {content, version} = await readDirectory(directory)
  if (version === 0) throw conflict(store, latest, 'was never pulled')
  const [base, theirs] = [await unsealVersion(store, version, keys), await unsealVersion(store, latest, keys)]
  const merged = await mergeBundles(base, content, theirs)
  if (merged.conflicts.length > 0) {
    const files = merged.conflicts.join(', ')
    throw conflict(store, latest, `is based on version ${version}; both changed ${files}`)
  }
  await replaceContext(directory, merged.content, {version: latest, digest: bundleDigest(theirs)})
}

function conflict({place}: ContextStore, latest: number, how: string): HiveError {
  return new HiveError(
    'CONTEXT_CONFLICT',
    `${place} has version ${latest} of the context, and this directory ${how}. Nothing was stored.`,
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
