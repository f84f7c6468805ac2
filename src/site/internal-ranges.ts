import ipaddr from 'ipaddr.js'

/** The parts of a stage's `internal_cidr`, as CIDRs; each is for one Docker network of the site. */
export interface InternalRanges {
  /** `hive_default_network`. */
  readonly overlay: string
  readonly ingress: string
  readonly gatewayBridge: string
  /** docker0. */
  readonly bridge: string
  readonly registry: string
  readonly zabbix: string
}

/**
 * Divides `internal_cidr` the way hive-builder does (hive-inventory.md 4.11): quarters for the two overlays, eighths
 * for the bridges of one host. Throws a plain `Error` when the text is not an IPv4 network of at most 27 bits.
 */
export function internalRanges(cidr: string): InternalRanges {
  const [, prefix] = ipaddr.IPv4.parseCIDR(cidr)
  if (prefix > 27) throw new Error(`${cidr} is too small: it is divided in eight, a /27 is the smallest that can be`)
  const base = toNumber(ipaddr.IPv4.networkAddressFromCIDR(cidr))
  const eighth = 2 ** (32 - prefix) / 8
  const part = (eighths: number, extra: number) => `${toAddress(base + eighths * eighth)}/${prefix + extra}`
  return {
    overlay: part(0, 2),
    ingress: part(2, 2),
    gatewayBridge: part(4, 3),
    bridge: part(5, 3),
    registry: part(6, 3),
    zabbix: part(7, 3),
  }
}

/** The first address of a network, by custom its gateway: `172.31.253.0/24` -> `172.31.253.1`. */
export function firstAddress(cidr: string): string {
  return toAddress(toNumber(ipaddr.IPv4.networkAddressFromCIDR(cidr)) + 1)
}

function toNumber(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map(bits => Math.floor(value / 2 ** bits) % 256).join('.')
}
