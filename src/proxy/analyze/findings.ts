import ipaddr from 'ipaddr.js'
import type {Site} from '../../site/site.ts'
import {clients} from '../client/table.ts'
import {portableList} from '../exceptions/list.ts'
import {siteExceptions} from '../exceptions/names.ts'
import {covers} from '../explain/covers.ts'
import {parseRequest} from '../explain/request.ts'
import type {Tally} from './tally.ts'

/** Something a log shows to be wrong, and the change that ends it. */
export interface Finding extends Tally {
  /** `listed`: hive's list has it, the client does not use the list. `private`: a name for an address of inside. */
  readonly kind: 'listed' | 'internal' | 'private' | 'denied' | 'login'
  /** The host of the site that asked, when it is one. */
  readonly from?: string
  /** The service or host of the site that was asked for, when it is one. */
  readonly to?: string
  readonly change: Change
}

/** Where what has to be written. */
export interface Change {
  readonly where: 'client' | 'no_proxy' | 'proxy'
  readonly lines: readonly string[]
}

/** What is wrong with the requests of a log, by host that asked and then by place; requests that are fine are left out. */
export function findingsOf(site: Site, tallies: readonly Tally[]): readonly Finding[] {
  const listed = portableList(siteExceptions(site)).split(',')
  return tallies
    .flatMap(tally => finding(site, listed, tally) ?? [])
    .toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)) || b.requests - a.requests)
}

function orderOf({from, client}: Finding): string {
  return `${from ?? '~'} ${client}`
}

function finding(site: Site, listed: readonly string[], tally: Tally): Finding | undefined {
  const what = judge(listed, tally)
  if (what === undefined) return undefined
  const from = site.hosts.find(({name, address}) => tally.client === address || tally.client === name)?.name
  const to = placeOf(site, tally.host)
  return {...tally, ...what, ...(from !== undefined && {from}), ...(to !== undefined && {to})}
}

function judge(listed: readonly string[], tally: Tally): Pick<Finding, 'kind' | 'change'> | undefined {
  const {host, peer} = tally
  if (isListed(listed, host)) return {kind: 'listed', change: {where: 'client', lines: [host]}}
  if (isInternalName(host)) return {kind: 'internal', change: {where: 'no_proxy', lines: [host]}}
  if (peer !== undefined && isPrivate(peer)) return {kind: 'private', change: {where: 'no_proxy', lines: [host]}}
  if (tally.denied > 0) return {kind: 'denied', change: {where: 'proxy', lines: allow(tally)}}
  if (tally.unauthorized < tally.requests) return undefined
  return {kind: 'login', change: {where: 'proxy', lines: [`acl hive_allowed dstdomain ${host}`]}}
}

/** By the most lenient client of all: whoever sends it through the proxy has another list. */
function isListed(listed: readonly string[], host: string): boolean {
  const request = parseRequest(`http://${host.includes(':') ? `[${host}]` : host}/`)
  return listed.some(entry => clients.some(client => covers(client, entry, request)))
}

/** An address of a private network, a name of one word, or one of those endings that exist inside only. */
function isInternalName(host: string): boolean {
  return isPrivate(host) || !/[.:]/.test(host) || /\.(?:local|internal|lan|intranet|home\.arpa|svc)$/.test(host)
}

function isPrivate(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  return ['private', 'loopback', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'].includes(ipaddr.parse(text).range())
}

/** squid's configuration usually lets tunnels end at port 443 only. */
function allow({host, port, isTunnel}: Tally): readonly string[] {
  const domain = ipaddr.isValid(host) ? `acl hive_allowed_addresses dst ${host}` : `acl hive_allowed dstdomain ${host}`
  const extraPort = isTunnel && port !== 443 ? [`acl SSL_ports port ${port}`] : []
  const safePort = !isTunnel && port !== 80 && port < 1024 ? [`acl Safe_ports port ${port}`] : []
  return [domain, ...extraPort, ...safePort]
}

function placeOf({services, hosts}: Site, host: string): string | undefined {
  const service = services.find(({name}) => host === name || host === `tasks.${name}`)
  if (service !== undefined) return `service ${service.name}`
  const found = hosts.find(({name, shortName, address}) => [name, shortName, address].includes(host))
  return found && `host ${found.name}`
}
