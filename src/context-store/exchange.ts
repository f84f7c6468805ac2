import type {Holder} from '../lock/holder.ts'
import {lockHere} from '../lock/lock-parts.ts'
import {partsOf} from '../lock/part.ts'
import {phaseNames} from '../phase-name.ts'
import type {Session} from '../session.ts'
import type {Site} from '../site/site.ts'
import {localConnection} from '../transport/local.ts'
import {type OpenRequest, openStore} from './open-store.ts'
import {type PullResult, pullContext} from './pull.ts'
import {type Alone, type PushResult, pushContext} from './push.ts'
import {contextKeys} from './seal.ts'
import {type ContextState, contextState} from './state.ts'

export type SiteRequest = Omit<OpenRequest, 'site'> & {readonly site: Site}

/** What became of the context, and where it is kept. */
export type Exchanged<T> = T & {readonly place: string}

/** What is needed to keep the context directory from runs that work in it. */
export interface ExchangeSiteRequest extends SiteRequest, Pick<Session, 'signal' | 'report'> {
  readonly holder: Holder
  readonly breakLock: boolean
  /** Seconds to wait for a run. */
  readonly lockTimeout: number
}

/** Stores the stage's context. Throws `HiveError` CONTEXT_CONFLICT, CONTEXT_INVALID, STAGE_LOCKED. */
export async function pushSite(request: ExchangeSiteRequest): Promise<Exchanged<PushResult>> {
  const [store, keys] = await Promise.all([openStore(request), contextKeys(request.environment)])
  return {...(await pushContext({store, keys, ...placeOf(request)})), place: store.place}
}

/** Fetches the stage's context. Throws `HiveError` CONTEXT_CONFLICT, CONTEXT_INVALID, STAGE_LOCKED. */
export async function pullSite(request: ExchangeSiteRequest, force: boolean): Promise<Exchanged<PullResult>> {
  const [store, keys] = await Promise.all([openStore(request), contextKeys(request.environment)])
  return {...(await pullContext({store, keys, force, ...placeOf(request)})), place: store.place}
}

/** How the stage's context and the store stand to each other; needs no key. */
export async function showSite(request: SiteRequest): Promise<Exchanged<ContextState>> {
  const store = await openStore(request)
  return {...(await contextState(store, request.site.contextDirectory)), place: store.place}
}

/** A run writes into the directory it began with: one that is put in its place would lose what comes later. */
function placeOf(request: ExchangeSiteRequest): {readonly directory: string; readonly alone: Alone} {
  const {site, holder, breakLock, lockTimeout, signal, report} = request
  const onWait = (text: string) => report({type: 'progress', target: site.stage, text})
  const patience = {seconds: lockTimeout, signal, onWait}
  return {
    directory: site.contextDirectory,
    async alone(work) {
      const lock = await lockHere(localConnection(), {site, parts: partsOf(phaseNames), holder, breakLock, patience})
      try {
        return await work()
      } finally {
        await lock.release()
      }
    },
  }
}
