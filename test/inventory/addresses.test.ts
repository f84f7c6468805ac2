import {describe, expect, it} from 'vitest'
import {hostAddresses, parseNetwork} from '../../src/inventory/addresses.ts'

const addresses = (cidr: string, skip: number, count: number): unknown => {
  const network = parseNetwork(cidr)
  return typeof network === 'string' ? network : [network.netmask, ...hostAddresses(network, skip, count)]
}

describe('host addresses of a network', () => {
  // As Python's ipaddress.ip_network(...).hosts() lists them.
  it.each([
    ['192.168.56.0/24', 3, 2, ['255.255.255.0', '192.168.56.4', '192.168.56.5']],
    ['10.0.0.0/16', 4, 1, ['255.255.0.0', '10.0.0.5']],
    ['192.168.56.0/29', 3, 9, ['255.255.255.248', '192.168.56.4', '192.168.56.5', '192.168.56.6']],
    ['10.0.0.0/30', 0, 9, ['255.255.255.252', '10.0.0.1', '10.0.0.2']],
    ['10.0.0.0/31', 0, 9, ['255.255.255.254', '10.0.0.0', '10.0.0.1']],
    ['10.0.0.7/32', 0, 9, ['255.255.255.255', '10.0.0.7']],
    ['10.0.0.0/30', 3, 9, ['255.255.255.252']],
    ['10.0.1.254/23', 0, 1, 'has bits set outside of the network: write 10.0.0.0/23 instead of 10.0.1.254/23.'],
    ['fd00::/64', 3, 2, ['ffff:ffff:ffff:ffff::', 'fd00::4', 'fd00::5']],
    ['fd00::/126', 0, 9, ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc', 'fd00::1', 'fd00::2', 'fd00::3']],
    ['10.0.0.0/40', 0, 1, 'should be a network, for example 192.168.56.0/24, got "10.0.0.0/40".'],
    ['10.0.0.0', 0, 1, 'should be a network, for example 192.168.56.0/24, got "10.0.0.0".'],
  ])('of %s after the first %i, at most %i', (cidr, skip, count, expected) => {
    expect(addresses(cidr, skip, count)).toEqual(expected)
  })
})
