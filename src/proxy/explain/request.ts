import {HiveError} from '../../error.ts'

/** A request as the rules of clients look at it. */
export interface ProxiedRequest {
  readonly scheme: 'http' | 'https'
  /** As written, in lower case; IPv6 without brackets. */
  readonly host: string
  readonly isV4: boolean
  readonly isV6: boolean
  /** The port in use. */
  readonly port: number
  /** Whether the URL spells the port. */
  readonly spellsPort: boolean
}

/** Takes a URL apart; without a scheme it is a request to a host, as `HOST[:PORT]`, over https. Throws USAGE. */
export function parseRequest(text: string): ProxiedRequest {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const match = /^(https?):\/\/(?:[^/@]*@)?(\[[0-9a-f:.]+\]|[^/:?#[\]\s]+)(?::(\d+))?(?:[/?#]|$)/i.exec(withScheme)
  const [, scheme = '', host = '', port] = match ?? []
  if (match === null || Number(port ?? 1) > 65535) {
    throw new HiveError('USAGE', `${JSON.stringify(text)} is not a URL that goes through a proxy.`, {
      suggestions: ['Write http://HOST[:PORT]/ or https://HOST[:PORT]/.'],
    })
  }
  const isHttps = scheme.toLowerCase() === 'https'
  return {
    scheme: isHttps ? 'https' : 'http',
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    isV4: /^\d+(\.\d+){3}$/.test(host),
    isV6: host.startsWith('['),
    port: port === undefined ? (isHttps ? 443 : 80) : Number(port),
    spellsPort: port !== undefined,
  }
}
