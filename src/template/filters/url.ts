import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {splitUrl} from '../text/url.ts'
import {Dict} from '../value/dict.ts'
import {elementsOf, elementsOrUndefined} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'

/** Filters on URLs. */
export const urlFilters: FilterTable = {
  urlencode: routine('', input => {
    if (asText(input) !== undefined || elementsOrUndefined(input) === undefined) return quoteUrl(toText(input), '/')
    return pairsOf(input)
      .map(([key, value]) => `${quoteQuery(toText(key))}=${quoteQuery(toText(value))}`)
      .join('&')
  }),
  urldecode: routine('', input => decode(toText(input).replaceAll('+', ' '))),
  urlsplit: routine('query?', (input, args) => {
    const parts = partsOf(asText(input) ?? fail('urlsplit needs text'))
    const name = args.text('query', '')
    return name === '' ? parts : (parts.get(name) ?? fail(`a URL has no part '${name}'`))
  }),
}

function pairsOf(value: Value): (readonly [Value, Value])[] {
  if (value instanceof Dict) return value.entries()
  return elementsOf(value).map(pair => {
    const [key, item, ...others] = elementsOf(pair)
    if (key === undefined || item === undefined || others.length > 0) return fail('urlencode needs pairs')
    return [key, item] as const
  })
}

function quoteUrl(text: string, safe: string): string {
  return Array.from(Buffer.from(text), byte => {
    const character = String.fromCharCode(byte)
    if (/[\w.~-]/.test(character) || safe.includes(character)) return character
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

function quoteQuery(text: string): string {
  return quoteUrl(text, '').replaceAll('%20', '+')
}

function decode(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, bytes => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
}

function partsOf(text: string): Dict {
  const parts = splitUrl(text)
  const authority = /^(?:(.*)@)?(.*)$/s.exec(parts.netloc)
  const [username, password] = authority?.[1]?.split(/:(.*)/s) ?? []
  const host = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?/.exec(authority?.[2] ?? '')
  return new Dict([
    ['scheme', parts.scheme],
    ['netloc', parts.netloc],
    ['path', parts.path],
    ['query', parts.query],
    ['fragment', parts.fragment],
    ['username', username ?? none],
    ['password', password ?? none],
    ['hostname', (host?.[1] ?? host?.[2] ?? '').toLowerCase() || none],
    ['port', host?.[3] ? BigInt(host[3]) : none],
  ])
}
