import type {CachedRegistry} from '../settings.ts'
import {type LoggedRequest, parseLine, placeOf} from './line.ts'
import {isForRegistry} from './registry-request.ts'
import type {Stored} from './stored.ts'

/** What one place outside was asked for. */
export interface PlaceReport {
  readonly place: string
  readonly requests: number
  /** Sent to whoever asked, from outside or from the cache. */
  readonly bytes: number
}

/** A request a frozen cache cannot answer, and why. */
export interface Unkept {
  readonly method: string
  readonly url: string
  readonly reason: string
}

/** An answer squid does not keep by itself: a redirect, or that there is nothing. */
export interface KeptAnswer {
  readonly url: string
  readonly status: number
  /** Absolute; for redirects. */
  readonly location?: string
}

/** All that a recording's log says. */
export interface Recording {
  readonly places: readonly PlaceReport[]
  readonly answers: readonly KeptAnswer[]
  readonly unkept: readonly Unkept[]
  /** URLs whose answer is the same for everybody who asks, and is in squid's store. */
  readonly kept: readonly string[]
  /** By the file it was last written to, as in `store/00/00/0000002A`: the URL squid has written there. */
  readonly files: ReadonlyMap<string, string>
}

interface Sources {
  readonly registries: readonly CachedRegistry[]
  /** Lines of squid's log of requests. */
  readonly requests: AsyncIterable<string>
  readonly stored: Stored
}

const redirects = [301, 302, 303, 307, 308]

/** Reads the log of a recording line by line; of each URL the last answer counts. */
export async function readRecording({registries, requests, stored}: Sources): Promise<Recording> {
  const places = new Map<string, PlaceReport>()
  const last = new Map<string, LoggedRequest>()
  for await (const line of requests) {
    const request = parseLine(line)
    if (request === undefined || request.method === 'CONNECT') continue
    count(places, request)
    if (!isForRegistry(registries, request)) keepLast(last, request)
  }
  const final = [...last.values()]
  return {
    places: [...places.values()].toSorted((a, b) => (a.place < b.place ? -1 : 1)),
    answers: final.flatMap(answerOf),
    unkept: final.flatMap(request => unkeptOf(request, stored.urls)),
    kept: final.filter(request => isKept(request, stored)).map(({url}) => url),
    files: stored.files,
  }
}

function count(places: Map<string, PlaceReport>, request: LoggedRequest): void {
  const place = placeOf(request)
  const {requests, bytes} = places.get(place) ?? {requests: 0, bytes: 0}
  places.set(place, {place, requests: requests + 1, bytes: bytes + request.bytes})
}

/** A GET says more than a HEAD; an answer from outside more than none. */
function keepLast(last: Map<string, LoggedRequest>, request: LoggedRequest): void {
  const key = request.method === 'HEAD' || request.method === 'GET' ? request.url : `${request.method} ${request.url}`
  const before = last.get(key)
  if (request.status === 0 || request.status === 304) return
  if (request.method === 'HEAD' && before?.method === 'GET') return
  last.set(key, request)
}

function answerOf({url, status, location, method}: LoggedRequest): readonly KeptAnswer[] {
  if (method !== 'GET' && method !== 'HEAD') return []
  if (status === 404 || status === 410) return [{url, status}]
  if (!redirects.includes(status) || !URL.canParse(location, url)) return []
  return [{url, status, location: new URL(location, url).href}]
}

function isKept({method, url, status}: LoggedRequest, {urls, varied}: Stored): boolean {
  return method === 'GET' && status === 200 && urls.has(url) && !varied.has(url)
}

function unkeptOf(request: LoggedRequest, stored: ReadonlySet<string>): readonly Unkept[] {
  const {method, url, status, isAuthorized} = request
  if (status >= 300) return []
  const reason = reasonOf(request, stored.has(url), isAuthorized)
  return reason === undefined ? [] : [{method, url, reason}]
}

function reasonOf({method}: LoggedRequest, isStored: boolean, isAuthorized: boolean): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return `answers to ${method} are not kept`
  if (isStored) return undefined
  if (isAuthorized) return 'it was asked for with a login'
  if (method === 'HEAD') return 'only its headers were asked for'
  return 'its origin forbids keeping it, or it was never fetched to its end'
}
