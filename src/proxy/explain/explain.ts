import type {ClientRules} from '../client/rules.ts'
import {covers} from './covers.ts'
import {missReason} from './miss-reason.ts'
import type {ProxiedRequest} from './request.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Which way a request goes, and the sentence that says why. */
export interface Explanation {
  readonly way: 'proxy' | 'direct'
  readonly because: string
  /** The proxy's URL as the client finds it. */
  readonly proxy?: string
  /** The entry of the list that decides. */
  readonly entry?: string
}

/** Tells for a client and an environment which way a request goes: pure, the rules are data. */
export function explain(rules: ClientRules, environment: Environment, request: ProxiedRequest): Explanation {
  const names = rules.proxyVariables[request.scheme]
  if (rules.switchedOnBy !== undefined && !environment[rules.switchedOnBy]) {
    return {way: 'direct', because: `it looks at proxy variables only when ${rules.switchedOnBy} is 1`}
  }
  const proxy = firstOf(names, environment, rules.emptyHides.proxy)
  if (proxy === undefined) return {way: 'direct', because: withoutProxy(names)}
  if (rules.sparesLoopback && isLoopback(request)) {
    return {way: 'direct', because: 'it never sends what is for the machine itself to a proxy'}
  }
  const list = firstOf(rules.exceptionVariables, environment, rules.emptyHides.exceptions)
  if (list === undefined) return {way: 'proxy', proxy: proxy.value, because: withoutList(rules, proxy.name)}
  const entry = decidingEntry(rules, list.value, request)
  if (entry !== undefined) return {way: 'direct', entry, because: `${list.name} has ${entry}`}
  const missed = missReason(rules, list.value, request)
  return {way: 'proxy', proxy: proxy.value, because: missed ?? `nothing in ${list.name} covers ${request.host}`}
}

/** The entries of a list as a client takes it apart, those it stumbles over left as they are. */
export function entriesOf({separator, blanks}: ClientRules, list: string): readonly string[] {
  const parts = list.split(separator)
  if (blanks === 'ignored') return parts.map(part => part.trim()).filter(part => part !== '')
  return (blanks === 'trailing-breaks' ? parts.map(part => part.trimStart()) : parts).filter(part => part !== '')
}

interface Found {
  readonly name: string
  readonly value: string
}

function firstOf(names: readonly string[], environment: Environment, emptyHides: boolean): Found | undefined {
  for (const name of names) {
    const value = environment[name]
    if (value) return {name, value}
    if (value === '' && emptyHides) return undefined
  }
  return undefined
}

function decidingEntry(rules: ClientRules, list: string, request: ProxiedRequest): string | undefined {
  const entries = entriesOf(rules, list)
  const isAlone = list.trim() === '*'
  if (rules.everything !== 'never' && (isAlone || (rules.everything === 'anywhere' && entries.includes('*'))))
    return '*'
  return entries.find(entry => covers(rules, entry, request))
}

function isLoopback({host, isV4, isV6}: ProxiedRequest): boolean {
  return host === 'localhost' || (isV4 && host.startsWith('127.')) || (isV6 && host === '::1')
}

function withoutProxy(names: readonly string[]): string {
  return names.length === 0 ? 'it reads no proxy from the environment' : `it finds no proxy in ${names.join(' or ')}`
}

function withoutList({exceptionVariables}: ClientRules, name: string): string {
  if (exceptionVariables.length === 0) return `it follows ${name} and knows no exceptions`
  return `${name} is set and ${exceptionVariables.join(' or ')} is not`
}
