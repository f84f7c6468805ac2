import ipaddr from 'ipaddr.js'
import {HiveError} from '../../error.ts'

/**
 * The entries of the variable `no_proxy`: names, domains with a dot in front, addresses and networks, with commas between.
 * What no client or only some understand is refused, so that all go the same way.
 * @throws HiveError VARIABLE_INVALID that names the entry.
 */
export function parseNoProxy(text: string): readonly string[] {
  const entries = text.split(',').map(entry => entry.trim().toLowerCase())
  return entries.filter(entry => entry !== '').map(checked)
}

function checked(entry: string): string {
  const problem = problemOf(entry)
  if (problem === undefined) return entry
  throw new HiveError('VARIABLE_INVALID', `Variable no_proxy has ${JSON.stringify(entry)}: ${problem}.`, {
    suggestions: ['Set it with "hive set no_proxy NAME,.DOMAIN,ADDRESS,NETWORK"; "" takes it back.'],
  })
}

function problemOf(entry: string): string | undefined {
  if (isAddress(entry) || (ipaddr.isValidCIDR(entry) && !entry.endsWith('/0'))) return undefined
  if (/\s|[;|]/.test(entry)) return 'entries have commas between them'
  if (entry.includes('://')) return 'no client takes a URL; leave the scheme out'
  if (entry.includes('*')) return `many clients know no *; write a domain as .example.com`
  if (/:\d+$/.test(entry)) return 'many clients match no entry with a port; leave the port out'
  if (/^\.?(?!-)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(entry) && /[a-z]/.test(entry)) return undefined
  return 'that is no name, address or network'
}

function isAddress(entry: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry)
}
