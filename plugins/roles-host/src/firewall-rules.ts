import type {Opening} from './openings.ts'

/** What one family of addresses calls its things. */
export interface AddressFamily {
  readonly version: 4 | 6
  readonly command: 'iptables' | 'ip6tables'
  readonly icmp: string
  readonly refusal: string
}

export const addressFamilies: readonly AddressFamily[] = [
  {version: 4, command: 'iptables', icmp: 'icmp', refusal: 'icmp-host-prohibited'},
  {version: 6, command: 'ip6tables', icmp: 'ipv6-icmp', refusal: 'icmp6-adm-prohibited'},
]

/** Where ssh comes in. */
export interface Door {
  /** Where sshd listens and shall listen: it moves after the firewall, and nobody listens on the others afterwards. */
  readonly ports: readonly number[]
  /** CIDRs; undefined: everybody, none of a family: nobody of it. */
  readonly sources?: readonly string[] | undefined
}

/** The private network of the servers, and the card it is on. */
export interface Inside {
  readonly card: string
  /** As a CIDR. */
  readonly network: string
}

/**
 * The rules of HIVE-INPUT, which INPUT goes to first, and HIVE-SERVICE, spelt exactly as `iptables -S` prints them, so
 * that the live rules can be compared with the file. Containers may reach every port of their host (docker_gwbridge).
 */
export function firewallRules(
  family: AddressFamily,
  door: Door,
  openings: readonly Opening[],
  inner?: Inside,
): string[] {
  return [
    '-A HIVE-INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A HIVE-INPUT -i lo -j ACCEPT',
    `-A HIVE-INPUT -p ${family.icmp} -j ACCEPT`,
    ...(family.version === 6 ? ['-A HIVE-INPUT -d fe80::/64 -p udp -m udp --dport 546 -j ACCEPT'] : []),
    '-A HIVE-INPUT -j HIVE-SERVICE',
    ...doorRules(family, door),
    `-A HIVE-INPUT -j REJECT --reject-with ${family.refusal}`,
    '-A HIVE-SERVICE -i docker_gwbridge -m conntrack --ctstate NEW -j ACCEPT',
    ...innerRules(family, inner),
    ...openings.flatMap(opening => openingRules(family, opening)),
  ]
}

/** Where the sources are named, each may try five new logins a second. */
function doorRules(family: AddressFamily, {ports, sources}: Door): string[] {
  return ports.flatMap(each => {
    const accept = `-p tcp -m tcp --dport ${each} -m conntrack --ctstate NEW`
    if (sources === undefined) return [`-A HIVE-INPUT ${accept} -j ACCEPT`]
    const limit = '-m limit --limit 5/sec --limit-burst 20'
    return ofFamily(family, sources).map(source => `-A HIVE-INPUT ${from(source)}${accept} ${limit} -j ACCEPT`)
  })
}

/** Who comes from the private network may reach every port. */
function innerRules(family: AddressFamily, inner: Inside | undefined): string[] {
  if (inner === undefined) return []
  return ofFamily(family, [inner.network]).map(
    network => `-A HIVE-SERVICE ${from(network)}-i ${inner.card} -m conntrack --ctstate NEW -j ACCEPT`,
  )
}

function openingRules(family: AddressFamily, {protocol, ports, sources}: Opening): string[] {
  const places = sources === undefined ? [''] : ofFamily(family, sources).map(from)
  const kinds =
    ports.length === 0 ? [`-p ${protocol}`] : ports.map(port => `-p ${protocol} -m ${protocol} --dport ${port}`)
  return places.flatMap(place =>
    kinds.map(kind => `-A HIVE-SERVICE ${place}${kind} -m conntrack --ctstate NEW -j ACCEPT`),
  )
}

/** A network of everybody is printed as no condition at all. */
function from(source: string): string {
  return source.endsWith('/0') ? '' : `-s ${source} `
}

function ofFamily({version}: AddressFamily, networks: readonly string[]): readonly string[] {
  return [...new Set(networks)].filter(network => network.includes(':') === (version === 6))
}
