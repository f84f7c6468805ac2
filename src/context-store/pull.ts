import {HiveError} from '../error.ts'
import {bundle, bundleDigest, isEmptyBundle} from './bundle.ts'
import {readPulled} from './pulled.ts'
import type {ExchangeRequest} from './push.ts'
import {putBack, replaceContext} from './replace.ts'
import {unsealVersion} from './seal.ts'

export interface PullResult {
  readonly outcome: 'pulled' | 'unchanged' | 'empty'
  /** The version the directory is the same as now; 0 when the store is empty. */
  readonly version: number
}

export interface PullRequest extends ExchangeRequest {
  /** Give up what the directory holds and was not pushed. */
  readonly force: boolean
}

/**
 * Makes a context directory what the newest version of the store is. It is replaced as a whole, after the new one is
 * complete. Throws `HiveError` CONTEXT_CONFLICT, unless `force`, when the directory holds something that was not pushed.
 */
export async function pullContext(request: PullRequest): Promise<PullResult> {
  const {store, directory, alone} = request
  await putBack(directory)
  const version = await store.latest()
  return version === 0 ? {outcome: 'empty', version} : alone(() => pullVersion(request, version))
}

async function pullVersion(request: PullRequest, version: number): Promise<PullResult> {
  const {store, directory, keys, force} = request
  const [pulled, present] = await Promise.all([readPulled(directory), bundle(directory)])
  const isChanged = pulled ? pulled.digest !== bundleDigest(present) : !isEmptyBundle(present)
  if (pulled?.version === version && !isChanged) return {outcome: 'unchanged', version}
  if (isChanged && !force) throw unpushed(request, version)
  const content = await unsealVersion(store, version, keys)
  await replaceContext(directory, content, {version, digest: bundleDigest(content)})
  return {outcome: 'pulled', version}
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
