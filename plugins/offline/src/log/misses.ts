import type {CachedRegistry} from '../settings.ts'
import {type LoggedRequest, parseLine} from './line.ts'
import {isForRegistry} from './registry-request.ts'

/** Something a frozen cache was asked for and does not have. */
export interface Miss {
  readonly method: string
  readonly url: string
  readonly requests: number
  /** The first time, milliseconds since 1970. */
  readonly time: number
}

/** What was asked for in vain since the cache was frozen, in the order it was first asked for. */
export async function readMisses(
  registries: readonly CachedRegistry[],
  requests: AsyncIterable<string>,
  since = 0,
): Promise<readonly Miss[]> {
  const misses = new Map<string, Miss>()
  for await (const line of requests) {
    const request = parseLine(line)
    if (request === undefined || request.time < since || !isMiss(registries, request)) continue
    const {method, url, time} = request
    const key = `${method} ${url}`
    const before = misses.get(key)
    misses.set(key, {method, url, requests: (before?.requests ?? 0) + 1, time: before?.time ?? time})
  }
  return [...misses.values()]
}

/** squid denies what it would have to fetch; a registry says that it does not know. */
function isMiss(registries: readonly CachedRegistry[], request: LoggedRequest): boolean {
  if (isForRegistry(registries, request)) {
    return request.status === 404 && /\/(manifests|blobs)\//.test(request.url)
  }
  return request.status === 403 && request.result.includes('MISS')
}
