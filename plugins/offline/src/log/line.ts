/** A request as the cache logged it: recorded, or answered while frozen. */
export interface LoggedRequest {
  /** Milliseconds since 1970. */
  readonly time: number
  /** `TCP_MISS`, `TCP_OFFLINE_HIT` ... */
  readonly result: string
  readonly status: number
  readonly bytes: number
  readonly method: string
  readonly url: string
  /** Where a redirect led to; empty otherwise. */
  readonly location: string
  /** Asked for with a login: such answers are kept by nobody. */
  readonly isAuthorized: boolean
}

/** Reads a line in the format squid-config.ts asks for. Undefined for one that was cut off, as by a loss of power. */
export function parseLine(line: string): LoggedRequest | undefined {
  const [time, _client, result, status, bytes, method, url, location, authorized] = line.split('\t')
  if (time === undefined || result === undefined || method === undefined || url === undefined) return undefined
  if (authorized === undefined) return undefined
  return {
    time: Number(time) * 1000,
    result,
    status: Number(status),
    bytes: Number(bytes),
    method,
    url,
    location: location === '-' ? '' : (location ?? ''),
    isAuthorized: authorized !== '-',
  }
}

/** Host and port of a URL as registries are named: `registry.example`, `files.example:8080`. */
export function placeOf({method, url}: Pick<LoggedRequest, 'method' | 'url'>): string {
  if (method === 'CONNECT') return url.replace(/:443$/, '')
  return URL.canParse(url) ? new URL(url).host : url
}
