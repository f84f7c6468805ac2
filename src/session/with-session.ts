import {setTimeout} from 'node:timers/promises'
import {buildCatalog} from '../extension/build-catalog.ts'
import type {Report} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {createHostPool} from './host-pool.ts'
import {listenForInterruption} from './interruption.ts'
import {readSite, type SiteRequest} from './read-site.ts'
import {scrubData} from './scrub-data.ts'
import {scrubError} from './scrub-error.ts'
import {siteHosts} from './site-hosts.ts'
import {siteScrubber} from './site-scrubber.ts'

export interface SessionRequest extends SiteRequest {
  readonly report: Report
  readonly checkMode: boolean
}

/** Seconds a run may take to wind down after an interruption before its connections are closed under it. */
const grace = 10

/**
 * Reads the site, opens a session, works in it and closes its connections, whatever happens. What secrets the site has
 * are struck out of all that is reported, returned or thrown.
 * Throws what `work` throws; `HiveError` INTERRUPTED after Ctrl-C or SIGTERM.
 */
export async function withSession<T>(request: SessionRequest, work: (session: Session) => Promise<T>): Promise<T> {
  const {checkMode} = request
  const {site, providers, inventory} = await readSite(request)
  let scrub = await siteScrubber(site)
  const report: Report = event => {
    request.report(scrubData(event, scrub))
    if (event.type === 'phase-ended') void learn()
  }
  for (const text of inventory.warnings) report({type: 'warning', text})
  const extensions = await buildCatalog(request.runHook, providers)
  const interruption = listenForInterruption(text => report({type: 'warning', text}))
  const {signal} = interruption
  /** A phase may have made a password. */
  const learn = async () => {
    // One that cannot be read now cannot be told by anybody either.
    scrub = await siteScrubber(site).catch(() => scrub)
  }
  const hosts = createHostPool(siteHosts(site, signal))
  try {
    const result = await untilInterrupted(work({site, extensions, hosts, report, signal, checkMode}), signal)
    signal.throwIfAborted()
    return scrubData(result, scrub)
  } catch (error) {
    // A connection or program that ended because we are stopping fails with a reason of its own; ours is the real one.
    throw signal.aborted ? signal.reason : scrubError(error, scrub)
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
