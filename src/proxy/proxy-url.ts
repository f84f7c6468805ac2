import {HiveError} from '../error.ts'

/**
 * The URL of a proxy given as `HOST:PORT` or as a URL: without a scheme, Node, npm, Ruby and apt would not take it.
 * Throws VARIABLE_INVALID.
 */
export function proxyUrl(text: string): string {
  const url = /^https?:\/\//.test(text) ? text : `http://${text}`
  if (URL.canParse(url) && /^https?:\/\/[^/\s]+:\d+\/?$/.test(url)) return url.replace(/\/$/, '')
  throw new HiveError(
    'VARIABLE_INVALID',
    `${JSON.stringify(text.replace(/[^/]*@/, '***@'))} is no proxy; HOST:PORT is expected.`,
  )
}
