import ipaddr from 'ipaddr.js'
import type {ClientRules, DomainReach} from '../client/rules.ts'
import type {ProxiedRequest} from './request.ts'

/** Whether a client takes one entry of the list as covering a request. `*` is not an entry here: it stands alone. */
export function covers(rules: ClientRules, entry: string, request: ProxiedRequest): boolean {
  if (/[\s;|]/.test(entry)) return false
  if (entry.includes('/')) return coversByNetwork(rules, entry, request)
  const {name, port, isAddress6} = withoutPort(entry)
  if (port !== undefined && !portMatches(rules, port, request)) return false
  if (isAddress6 || request.isV6) return coversV6(rules, entry, name, request, port)
  if (request.isV4 && rules.v4 === 'whole') return name === request.host
  if (request.isV4 && rules.v4 === 'from-dots') return reaches('same-and-below', name.replace(/^\./, ''), request.host)
  return coversName(rules, sameCase(rules, name), request)
}

interface EntryParts {
  readonly name: string
  readonly port?: number
  readonly isAddress6: boolean
}

function withoutPort(entry: string): EntryParts {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry)
  if (bracketed) {
    const [, name = '', port] = bracketed
    return {name, isAddress6: true, ...(port !== undefined && {port: Number(port)})}
  }
  if (entry.split(':').length > 2) return {name: entry, isAddress6: true}
  const [name = '', port] = entry.split(':')
  return {name, isAddress6: false, ...(port !== undefined && {port: Number(port)})}
}

function portMatches({ports}: ClientRules, port: number, request: ProxiedRequest): boolean {
  if (ports === 'never') return false
  if (ports === 'in-use') return port === request.port
  if (ports === 'written-names' && request.isV4) return false
  return request.spellsPort && port === request.port
}

function coversV6(
  {v6}: ClientRules,
  entry: string,
  name: string,
  {host, isV6}: ProxiedRequest,
  port: number | undefined,
): boolean {
  if (!isV6 || name.toLowerCase() !== host) return false
  const isBracketed = entry.startsWith('[')
  // Brackets are needed to write a port, whatever the client thinks of them otherwise.
  if (port !== undefined) return isBracketed
  return v6 === 'either' || v6 === (isBracketed ? 'bracketed' : 'bare')
}

function coversByNetwork({networks}: ClientRules, entry: string, {host, isV4, isV6}: ProxiedRequest): boolean {
  if (!(isV4 && networks.v4) && !(isV6 && networks.v6)) return false
  if (!ipaddr.isValidCIDR(entry)) return false
  const address = ipaddr.parse(host)
  const [network, bits] = ipaddr.parseCIDR(entry)
  // curl takes a network of no bits for an address of its own.
  if (bits === 0 && !networks.v6) return false
  return address.kind() === network.kind() && address.match(network, bits)
}

function coversName(rules: ClientRules, entry: string, request: ProxiedRequest): boolean {
  const host = rules.finalDot.inUrl ? request.host.replace(/\.$/, '') : request.host
  const name = rules.finalDot.inList ? entry.replace(/\.$/, '') : entry
  if (name.startsWith('*.')) return reaches(rules.starred, name.slice(2), host)
  if (name.startsWith('.')) return reaches(rules.dotted, name.slice(1), host, '.')
  return reaches(rules.plain, name, host)
}

function reaches(reach: DomainReach, name: string, host: string, ending = ''): boolean {
  if (name === '' || name.includes('*')) return false
  const isBelow = host.endsWith(`.${name}`)
  if (reach === 'ending') return host.endsWith(`${ending}${name}`)
  if (reach === 'same') return host === name
  if (reach === 'below') return isBelow
  return reach === 'same-and-below' && (host === name || isBelow)
}

function sameCase({isCaseSensitive}: ClientRules, name: string): string {
  return isCaseSensitive ? name : name.toLowerCase()
}
