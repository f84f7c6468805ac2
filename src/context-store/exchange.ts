import type {Site} from '../site/site.ts'
import {type OpenRequest, openStore} from './open-store.ts'
import {type PullResult, pullContext} from './pull.ts'
import {type PushResult, pushContext} from './push.ts'
import {contextKeys} from './seal.ts'
import {type ContextState, contextState} from './state.ts'

export type SiteRequest = Omit<OpenRequest, 'site'> & {readonly site: Site}

/** What became of the context, and where it is kept. */
export type Exchanged<T> = T & {readonly place: string}

/** Stores the stage's context. Throws `HiveError` CONTEXT_CONFLICT, CONTEXT_INVALID. */
export async function pushSite(request: SiteRequest): Promise<Exchanged<PushResult>> {
  const [store, keys] = await Promise.all([openStore(request), contextKeys(request.environment)])
  return {...(await pushContext({store, keys, directory: request.site.contextDirectory})), place: store.place}
}

/** Fetches the stage's context. Throws `HiveError` CONTEXT_CONFLICT, CONTEXT_INVALID. */
export async function pullSite(request: SiteRequest, force: boolean): Promise<Exchanged<PullResult>> {
  const [store, keys] = await Promise.all([openStore(request), contextKeys(request.environment)])
  return {...(await pullContext({store, keys, force, directory: request.site.contextDirectory})), place: store.place}
}

/** How the stage's context and the store stand to each other; needs no key. */
export async function showSite(request: SiteRequest): Promise<Exchanged<ContextState>> {
  const store = await openStore(request)
  return {...(await contextState(store, request.site.contextDirectory)), place: store.place}
}
