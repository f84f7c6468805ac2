import type {ClientRules} from '../client/rules.ts'
import {clients} from '../client/table.ts'
import {covers} from './covers.ts'
import type {ProxiedRequest} from './request.ts'

/**
 * Why an entry that means a request does not cover it for this client: the mistake a reader looks for. Undefined when no
 * entry means it.
 */
export function missReason(rules: ClientRules, list: string, request: ProxiedRequest): string | undefined {
  const words = list.split(/[,;|\s]+/).filter(word => word !== '')
  const entry = words.find(word => isMeant(word, request))
  if (entry === undefined) return undefined
  return `${entry} is meant for it, but ${reason(entry, rules, list, request)}`
}

function isMeant(word: string, request: ProxiedRequest): boolean {
  const bare = word.replace(/^https?:\/\//, '').replace(/(?<!\d)\/.*$/, '')
  return word === '*' || clients.some(client => covers(client, bare, request))
}

function reason(entry: string, rules: ClientRules, list: string, {isV6, isV4}: ProxiedRequest): string {
  if (entry === '*') return 'it takes * for everything only when nothing else is in the list, or never'
  if (/^https?:\/\//.test(entry)) return 'no client takes a URL for an exception: leave the scheme out'
  if (entry.includes('/')) return 'this client knows no networks: list the address itself'
  if (isV6) return 'this client wants the address in the other form, bare or in brackets: list both'
  if (/:\d+$/.test(entry)) return 'this client does not match entries with a port like this: list the name alone, too'
  if (isV4) return 'this client wants the whole address'
  if (entry.startsWith('*')) return `this client knows no *: write ${entry.slice(1)}`
  if (/[;|]/.test(list)) return '; and | separate nothing: use commas'
  if (/\s/.test(list)) return 'a blank in the list breaks it for this client: use commas only'
  if (entry !== entry.toLowerCase() && rules.isCaseSensitive) return 'this client wants it in lower case'
  if (entry.startsWith('.')) return `the dot leaves the domain itself out: list ${entry.slice(1)}, too`
  return `for this client it is the name alone: list .${entry}, too`
}
