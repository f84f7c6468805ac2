import ipaddr from 'ipaddr.js'

/** An address with the length of its network's prefix, all of its bits when none was given. */
export interface Network {
  readonly version: 4 | 6
  readonly address: bigint
  readonly prefix: number
  /** What it was read from. */
  readonly text: string
  /** Whether the text names a prefix. */
  readonly hasPrefix: boolean
}

/** Reads `address`, `address/prefix` or `address/netmask`; undefined when the text is none of them. */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', mask, ...others] = text.split('/')
  if (others.length > 0 || !isAddress(host)) return undefined
  const version = host.includes(':') ? 6 : 4
  const prefix = mask === undefined ? bitsOf(version) : prefixOf(mask, version)
  if (prefix === undefined) return undefined
  return {version, address: numberOf(host), prefix, text, hasPrefix: mask !== undefined}
}

/** How an address is written. */
export function addressText(address: bigint, version: 4 | 6): string {
  const bytes = Array.from({length: bitsOf(version) / 8}, (_, index) => Number((address >> BigInt(8 * index)) & 0xffn))
  const parsed = ipaddr.fromByteArray(bytes.reverse())
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString()
}

export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128
}

/** How many addresses the network has. */
export function sizeOf({version, prefix}: Network): bigint {
  return 1n << BigInt(bitsOf(version) - prefix)
}

/** The lowest address of the network. */
export function firstOf(network: Network): bigint {
  return network.address - (network.address % sizeOf(network))
}

/** The highest address of the network. */
export function lastOf(network: Network): bigint {
  return firstOf(network) + sizeOf(network) - 1n
}

/** Whether all of `inner` lies in `outer`. */
export function isInside(inner: Network, outer: Network): boolean {
  return inner.version === outer.version && firstOf(inner) >= firstOf(outer) && lastOf(inner) <= lastOf(outer)
}

function isAddress(text: string): boolean {
  return text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text)
}

function numberOf(text: string): bigint {
  return ipaddr
    .parse(text)
    .toByteArray()
    .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

function prefixOf(mask: string, version: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= bitsOf(version) ? Number(mask) : undefined
  if (version === 6 || !ipaddr.IPv4.isValidFourPartDecimal(mask)) return undefined
  return ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() ?? undefined
}
