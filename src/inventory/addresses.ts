import ipaddr from 'ipaddr.js'
import type {StageDefinition, SubnetDefinition} from './schema/stage.ts'

/** A network in numbers: its first address, its size, and whether addresses are written as IPv4. */
export interface NetworkRange {
  readonly first: bigint
  readonly size: bigint
  readonly version: 4 | 6
  readonly netmask: string
}

/** Where a server is in the stage's network. */
export interface Placement {
  readonly address: string
  readonly netmask: string
  readonly subnet: string
  readonly zone?: string | number | undefined
}

/** The subnets of a stage, names filled in. */
export interface NamedSubnet extends SubnetDefinition {
  readonly name: string | number
}

/** Reads a CIDR; a sentence why it is none otherwise. Host bits are refused as they are in Python. */
export function parseNetwork(cidr: string): NetworkRange | string {
  if (!ipaddr.isValidCIDR(cidr)) return `should be a network, for example 192.168.56.0/24, got ${JSON.stringify(cidr)}.`
  const [address, prefix] = ipaddr.parseCIDR(cidr)
  const bits = address.kind() === 'ipv4' ? 32 : 128
  const first = toNumber(address)
  const size = 1n << BigInt(bits - prefix)
  const version = bits === 32 ? 4 : 6
  if (first % size !== 0n) {
    const network = toText(first - (first % size), version)
    return `has bits set outside of the network: write ${network}/${prefix} instead of ${cidr}.`
  }
  const mask =
    version === 4 ? ipaddr.IPv4.subnetMaskFromPrefixLength(prefix) : ipaddr.IPv6.subnetMaskFromPrefixLength(prefix)
  return {first, size, version, netmask: mask.toString()}
}

/** The usable host addresses of a network after the first `skip`, at most `count`. */
export function hostAddresses({first, size, version}: NetworkRange, skip: number, count: number): readonly string[] {
  // Network and broadcast address are no hosts; IPv6 has no broadcast. Networks of one or two are all hosts.
  const isTiny = size <= 2n
  const start = isTiny ? first : first + 1n
  const end = first + size - (isTiny || version === 6 ? 0n : 1n)
  const addresses: string[] = []
  for (let address = start + BigInt(skip); address < end && addresses.length < count; address++) {
    addresses.push(toText(address, version))
  }
  return addresses
}

/** The zone of the i-th server (hive-inventory.md section 4.7); undefined without a region. */
export function zoneOf(
  stage: StageDefinition,
  subnet: SubnetDefinition | undefined,
  index: number,
  ofProvider: ((index: number) => string | number) | undefined,
): string | number | undefined {
  if (stage.region === undefined) return undefined
  if (subnet?.available_zone !== undefined) return subnet.available_zone
  if (ofProvider) return ofProvider(index)
  const suffixes = stage.az_suffix_list ?? ['-a', '-b', '-c']
  return `${stage.region}${suffixes[index % suffixes.length]}`
}

function toNumber(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

function toText(value: bigint, version: 4 | 6): string {
  const length = version === 4 ? 4 : 16
  const bytes = Array.from({length}, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 255n))
  const address = ipaddr.fromByteArray(bytes)
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()
}
