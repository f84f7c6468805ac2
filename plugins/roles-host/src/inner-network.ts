import {HiveError, type Host, textVariable} from '@hive-ci/cli'
import {canonicalNetwork} from './networks.ts'

/**
 * The network servers meet in, as a CIDR: `hive_internal_net_addr` with `hive_internal_net_cidr` (24); without the first,
 * the one around `address`. Throws `HiveError` INVENTORY_INVALID.
 */
export function innerNetwork(host: Host, address = textVariable(host, 'hive_internal_net_addr')): string | undefined {
  if (address === undefined) return undefined
  const text = `${address}/${textVariable(host, 'hive_internal_net_cidr') ?? '24'}`
  const network = canonicalNetwork(text)
  if (network !== undefined) return network
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_internal_net_addr and hive_internal_net_cidr should be a network like 192.0.2.0 and 24, got ${JSON.stringify(text)}.`,
  )
}

/** The card it is on (`hive_internal_net_if`); undefined where there is none of its own. Throws `HiveError` INVENTORY_INVALID. */
export function innerCard(host: Host): string | undefined {
  const name = textVariable(host, 'hive_internal_net_if')
  if (name === undefined || /^[A-Za-z0-9_.-]{1,15}$/.test(name)) return name
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_internal_net_if should be the name of a network card like eth1, got ${JSON.stringify(name)}.`,
  )
}
