import {setTimeout} from 'node:timers/promises'
import {buildCatalog} from '../extension/build-catalog.ts'
import type {Report} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {createHostPool} from './host-pool.ts'
import {listenForInterruption} from './interruption.ts'
import {readSite, type SiteRequest} from './read-site.ts'
import {siteHosts} from './site-hosts.ts'

export interface SessionRequest extends SiteRequest {
  readonly report: Report
  readonly checkMode: boolean
}

/** Seconds a run may take to wind down after an interruption before its connections are closed under it. */
const grace = 10

/**
 * Reads the site, opens a session, works in it and closes its connections, whatever happens.
 * Throws what `work` throws; `HiveError` INTERRUPTED after Ctrl-C or SIGTERM.
 */
export async function withSession<T>(request: SessionRequest, work: (session: Session) => Promise<T>): Promise<T> {
  const {report, checkMode} = request
  const {site, providers, inventory} = await readSite(request)
  for (const text of inventory.warnings) report({type: 'warning', text})
  const extensions = await buildCatalog(request.runHook, providers)
  const interruption = listenForInterruption(text => report({type: 'warning', text}))
  const {signal} = interruption
  const hosts = createHostPool(siteHosts(site, signal))
  try {
    const result = await untilInterrupted(work({site, extensions, hosts, report, signal, checkMode}), signal)
    signal.throwIfAborted()
    return result
  } catch (error) {
    // A connection or program that ended because we are stopping fails with a reason of its own; ours is the real one.
    throw signal.aborted ? signal.reason : error
  } finally {
    await hosts.close()
    interruption.stop()
  }
}

async function untilInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const {promise: overdue, reject} = Promise.withResolvers<never>()
  const onAbort = async () => {
    await setTimeout(grace * 1000, undefined, {ref: false})
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, {once: true})
  try {
    return await Promise.race([work, overdue])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
