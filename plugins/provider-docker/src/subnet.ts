import {HiveError, type Site} from '@hive-ci/cli'
import ipaddr from 'ipaddr.js'

/** The stage's cidr, checked to be one the engine can make a bridge of, with every host inside it. */
export function stageCidr(site: Site): string {
  const cidr = String(site.definition.cidr)
  if (!ipaddr.IPv4.isValidCIDR(cidr)) {
    throw invalid(site, `cidr is ${cidr}; expected an IPv4 network such as 10.1.0.0/24.`)
  }
  const gateway = gatewayOf(cidr)
  for (const host of site.hosts) {
    if (!isHostAddress(host.address, cidr)) {
      throw invalid(site, `${host.name} has the address ${host.address}; expected a host address inside cidr ${cidr}.`)
    }
    if (host.address === gateway) {
      throw invalid(site, `${host.name} has the address ${host.address}, which is the gateway of cidr ${cidr}.`)
    }
  }
  return cidr
}

/** The first host address. */
export function gatewayOf(cidr: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.networkAddressFromCIDR(cidr).octets
  return [a, b, c, d + 1].join('.')
}

/** Two IPv4 networks share an address; other families never do. */
export function overlaps(one: string, other: string): boolean {
  if (!ipaddr.IPv4.isValidCIDR(one) || !ipaddr.IPv4.isValidCIDR(other)) return false
  const [oneAddress, oneBits] = ipaddr.IPv4.parseCIDR(one)
  const [otherAddress, otherBits] = ipaddr.IPv4.parseCIDR(other)
  return oneAddress.match(otherAddress, Math.min(oneBits, otherBits))
}

function isHostAddress(address: string, cidr: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return false
  const isInside = ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr))
  const edges = [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)]
  return isInside && !edges.some(edge => edge.toString() === address)
}

function invalid(site: Site, problem: string): HiveError {
  return new HiveError('INVENTORY_INVALID', `Stage ${site.stage}, provider docker: ${problem}`)
}
