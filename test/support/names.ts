import {randomInt} from 'node:crypto'
import {networkInterfaces} from 'node:os'
import ipaddr from 'ipaddr.js'

/** A name nobody else has at the moment, another file of tests or another checkout: `<prefix>-` and a few letters. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomInt(36 ** 5).toString(36)}`
}

/** A /24 in which this machine has no address, so no network of its engine either: one of 12,800, drawn by lot. */
export function freeCidr(): string {
  const cidr = `10.${randomInt(201, 251)}.${randomInt(256)}.0/24`
  return isTaken(cidr) ? freeCidr() : cidr
}

function isTaken(cidr: string): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((infos = []) => infos)
  return addresses.some(
    ({family, address}) => family === 'IPv4' && ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr)),
  )
}
