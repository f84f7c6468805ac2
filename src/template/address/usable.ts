import {fail} from '../failure.ts'
import {addressText, bitsOf, firstOf, lastOf, type Network, sizeOf} from './network.ts'

/** The addresses hosts may have: without the lowest and the highest one, except in a network of two. */
export interface Usable {
  readonly first: bigint
  readonly last: bigint
}

/** undefined for a single address. Throws when the text named no network. */
export function usableOf(network: Network): Usable | undefined {
  if (!network.hasPrefix) return fail('Not a network address')
  const size = sizeOf(network)
  if (size === 1n) return undefined
  const edge = size === 2n ? 0n : 1n
  return {first: firstOf(network) + edge, last: lastOf(network) - edge}
}

/** The usable address `distance` away from the network's own address, as text; empty when there is none. */
export function neighbour(network: Network, distance: bigint): string {
  const usable = usableOf(network)
  const address = network.address + distance
  if (!usable || address < usable.first || address > usable.last) return ''
  return addressText(address, network.version)
}

/** The name under which an address is looked up in reverse. */
export function reverseName({address, version}: Network): string {
  if (version === 4) return `${addressText(address, 4).split('.').reverse().join('.')}.in-addr.arpa.`
  const digits = address.toString(16).padStart(bitsOf(version) / 4, '0')
  return `${[...digits].reverse().join('.')}.ip6.arpa.`
}
