import {isInside, type Network, parseNetwork} from './network.ts'

/** The ranges of addresses that have a meaning of their own. */
const ranges = {
  loopback: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  private: [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '192.0.0.0/24',
    '198.18.0.0/15',
    '239.0.0.0/8',
    '169.254.0.0/16',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
  ],
  reserved: ['0.0.0.0/8', '240.0.0.0/4', '::/128'],
} as const

export type RangeName = keyof typeof ranges

/** Whether a network lies in one of the ranges of that name. */
export function isInRange(network: Network, name: RangeName): boolean {
  return ranges[name].some(text => {
    const range = parseNetwork(text)
    return range !== undefined && isInside(network, range)
  })
}

/** Whether a network can be reached over the internet. */
export function isPublic(network: Network): boolean {
  const names = ['loopback', 'link-local', 'multicast', 'private', 'reserved'] as const
  return !names.some(name => isInRange(network, name))
}
