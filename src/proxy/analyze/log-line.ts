/** A request as a proxy logged it. */
export interface LoggedRequest {
  /** Address or name of who asked. */
  readonly client: string
  /** `TCP_DENIED`, `TCP_TUNNEL` ... */
  readonly result: string
  readonly status: number
  readonly method: string
  /** Lower case, IPv6 without brackets. */
  readonly host: string
  readonly port: number
  /** Where the proxy went for it, if it went and says so. */
  readonly peer?: string
}

/** time elapsed client result/status bytes method URL user hierarchy/peer */
const native =
  /\d{9,}\.\d+\s+-?\d+ (?<client>\S+) (?<result>[A-Z_]+)\/(?<status>\d+) -?\d+ (?<method>[A-Z_]+) (?<url>\S+) \S+ [A-Z_]+\/(?<peer>\S+)/

/** client ident user [time] "method URL version" status bytes, and what follows in squid's own: `result:hierarchy`. */
const combined =
  /(?<client>[^\s:]\S*) \S+ \S+ \[[^\]]+\] "(?<method>[A-Z_]+) (?<url>\S+)[^"]*" (?<status>\d+) (?:-|\d+)(?:.*\s(?<result>[A-Z_]+):[A-Z_]+)?/

/** Reads a line in squid's native or combined format, whatever stands before it. Undefined when it is neither. */
export function parseLogLine(line: string): LoggedRequest | undefined {
  const groups = (native.exec(line) ?? combined.exec(line))?.groups
  const {client, result = '', status, method, url, peer = '-'} = groups ?? {}
  if (client === undefined || method === undefined || url === undefined) return undefined
  const place = placeOf(url, method)
  if (place === undefined) return undefined
  const isPeer = peer !== '-'
  return {client, result, status: Number(status), method, ...place, ...(isPeer && {peer})}
}

function placeOf(url: string, method: string): {readonly host: string; readonly port: number} | undefined {
  const match = /^(?:(\w+):\/\/)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[^:/?#[\]\s]+)(?::(\d+))?/.exec(url)
  const [, scheme, host, port] = match ?? []
  if (host === undefined || (scheme === undefined && method !== 'CONNECT')) return undefined
  const usual = method === 'CONNECT' || scheme === 'https' ? 443 : 80
  return {host: host.replace(/^\[|\]$/g, '').toLowerCase(), port: port === undefined ? usual : Number(port)}
}
