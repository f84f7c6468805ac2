import ipaddr from 'ipaddr.js'
import type {Exceptions} from './names.ts'

/** What never goes through a proxy, where there is no site to ask. */
export const localNames = 'localhost,127.0.0.1,::1'

/**
 * The value for `no_proxy` and `NO_PROXY` that the most clients understand alike (no-proxy.md section 4): no blanks, no
 * ports, no wildcards, lower case, addresses before the networks they are in, IPv6 bare and in brackets.
 */
export function portableList({names, addresses, networks}: Exceptions): string {
  return [...names, ...addresses.flatMap(bothForms), ...networks].join(',')
}

/** For Go (dockerd and the like), which also matches names with a port, and only those a URL's port agrees with. */
export function goList(exceptions: Exceptions): string {
  return [portableList(exceptions), ...exceptions.withPort].join(',')
}

/** For Java's `http.nonProxyHosts`: separated by bars, networks as far as they end at a dot, no ports. */
export function javaList({names, addresses, networks}: Exceptions): string {
  const literals = addresses.map(address => (address.includes(':') ? `[${address}]` : address))
  const domains = names.map(name => (name.startsWith('.') ? `*${name}` : name))
  return [...domains, '127.*', ...literals, ...networks.flatMap(javaNetwork)].join('|')
}

function bothForms(address: string): readonly string[] {
  return address.includes(':') ? [address, `[${address}]`] : [address]
}

/** A network between two dots is told as all the networks that end at the next one. */
function javaNetwork(network: string): readonly string[] {
  if (!ipaddr.IPv4.isValidCIDR(network)) return []
  const [, bits] = ipaddr.IPv4.parseCIDR(network)
  const {octets} = ipaddr.IPv4.networkAddressFromCIDR(network)
  const whole = Math.ceil(bits / 8)
  if (whole === 0 || whole === 4) return []
  const last = octets[whole - 1] ?? 0
  return Array.from({length: 2 ** (whole * 8 - bits)}, (_, index) =>
    [...octets.slice(0, whole - 1), last + index, '*'].join('.'),
  )
}
