import {fail} from '../failure.ts'
import type {Value} from '../value/value.ts'
import {addressText, bitsOf, firstOf, isInside, lastOf, type Network, parseNetwork, sizeOf} from './network.ts'
import {isInRange, isPublic} from './range.ts'
import {neighbour, reverseName, usableOf} from './usable.ts'

type Query = (network: Network) => Value

const queries: Readonly<Record<string, Query>> = {
  '': normalized,
  address: hostAddress,
  ip: hostAddress,
  bool: () => true,
  broadcast: network => (sizeOf(network) > 2n ? text(network, lastOf(network)) : ''),
  cidr: withPrefix,
  first_usable: network => usable(network, 'first'),
  last_usable: network => usable(network, 'last'),
  range_usable: network => (usableOf(network) ? `${usable(network, 'first')}-${usable(network, 'last')}` : ''),
  next_usable: network => neighbour(network, 1n),
  previous_usable: network => neighbour(network, -1n),
  host: network => (isNetwork(network) && sizeOf(network) > 2n ? '' : withPrefix(network)),
  'host/prefix': hostWithPrefix,
  gateway: hostWithPrefix,
  gw: hostWithPrefix,
  hostmask: network => text(network, sizeOf(network) - 1n),
  netmask: network => text(network, (1n << BigInt(bitsOf(network.version))) - sizeOf(network)),
  int: network => (network.hasPrefix ? `${network.address}/${network.prefix}` : network.address),
  'ip/prefix': network =>
    sizeOf(network) === 1n || (isNetwork(network) && sizeOf(network) > 2n) ? '' : withPrefix(network),
  net: network => (isNetwork(network) ? withPrefix(network) : ''),
  network: network => text(network, firstOf(network)),
  network_id: network => text(network, firstOf(network)),
  'network/prefix': subnet,
  subnet,
  prefix: network => BigInt(network.prefix),
  size: sizeOf,
  size_usable: network => (sizeOf(network) > 2n ? sizeOf(network) - 2n : sizeOf(network) === 2n ? 2n : 0n),
  type: network => (isNetwork(network) ? 'network' : 'address'),
  version: network => BigInt(network.version),
  revdns: reverseName,
  wrap: network => (network.version === 4 ? network.text : network.text.replace(/^[^/]+/, '[$&]')),
  loopback: network => only(network, isInRange(network, 'loopback')),
  'link-local': network => only(network, isInRange(network, 'link-local')),
  multicast: network => only(network, isInRange(network, 'multicast')),
  unicast: network => only(network, !isInRange(network, 'multicast')),
  private: network => only(network, isInRange(network, 'private')),
  public: network => only(network, isPublic(network)),
}

/** Answers one query of the filter `ipaddr`. Throws with the supported queries for one that is not. */
export function answer(network: Network, query: string): Value {
  const known = Object.hasOwn(queries, query) ? queries[query] : undefined
  if (known) return known(network)
  if (/^[+-]?\d+$/.test(query)) return member(network, BigInt(query))
  const outer = parseNetwork(query)
  if (outer) return only(network, isInside(network, outer))
  return fail(
    `ipaddr does not support the query '${query}'; it supports ${Object.keys(queries).filter(Boolean).join(', ')}`,
  )
}

function text(network: Network, address: bigint): string {
  return addressText(address, network.version)
}

function isNetwork(network: Network): boolean {
  return sizeOf(network) > 1n && network.address === firstOf(network)
}

function normalized(network: Network): string {
  return network.hasPrefix ? withPrefix(network) : text(network, network.address)
}

function withPrefix(network: Network): string {
  return `${text(network, network.address)}/${network.prefix}`
}

function subnet(network: Network): string {
  return `${text(network, firstOf(network))}/${network.prefix}`
}

/** The lowest address of an IPv4 network of more than two is no host's. */
function hostAddress(network: Network): string {
  const isNoHost = network.version === 4 && isNetwork(network) && sizeOf(network) > 2n
  return isNoHost ? '' : text(network, network.address)
}

function hostWithPrefix(network: Network): Value {
  if (sizeOf(network) <= 2n) return withPrefix(network)
  const isEdge = network.address === firstOf(network) || network.address === lastOf(network)
  return isEdge ? false : withPrefix(network)
}

function usable(network: Network, which: 'first' | 'last'): string {
  const found = usableOf(network)
  return found ? text(network, found[which]) : ''
}

function only(network: Network, holds: boolean): string {
  return holds ? network.text : ''
}

function member(network: Network, index: bigint): Value {
  if (sizeOf(network) === 1n) return network.text
  const offset = index < 0n ? index + sizeOf(network) : index
  if (offset < 0n || offset >= sizeOf(network)) return false
  return `${text(network, firstOf(network) + offset)}/${network.prefix}`
}
