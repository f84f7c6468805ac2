import type Docker from 'dockerode'
import {internalRanges} from '../../site/internal-ranges.ts'
import type {Network, Site} from '../../site/site.ts'
import {ownLabels} from '../../site/site-labels.ts'
import {textVariable} from '../../site/typed-variable.ts'

/** One address range of a network, as the API writes it. */
export type IpamConfig = NonNullable<NonNullable<Docker.NetworkCreateOptions['IPAM']>['Config']>[number]

const defaultNetwork = 'hive_default_network'

/**
 * The overlay network that is wanted for a network of the inventory. Pure. The default network takes the first quarter
 * of the stage's `internal_cidr` unless it has addresses of its own.
 */
export function networkSpec(network: Network, site: Site): Docker.NetworkCreateOptions {
  const {ipam} = network
  return {
    Name: network.name,
    Driver: 'overlay',
    Attachable: network.attachable,
    Options: {...network.driverOptions},
    IPAM: {
      Driver: ipam?.driver ?? 'default',
      Options: {...ipam?.options},
      Config: ipam && ipam.config.length > 0 ? ipam.config.map(ipamConfig) : reservedConfig(network, site),
    },
    Labels: ownLabels(site),
  }
}

function ipamConfig(config: NonNullable<Network['ipam']>['config'][number]): IpamConfig {
  return {
    ...(config.subnet !== undefined && {Subnet: config.subnet}),
    ...(config.ipRange !== undefined && {IPRange: config.ipRange}),
    ...(config.gateway !== undefined && {Gateway: config.gateway}),
    ...(config.auxAddresses !== undefined && {AuxiliaryAddresses: {...config.auxAddresses}}),
  }
}

function reservedConfig({name}: Network, {hosts}: Site): IpamConfig[] {
  const hive = hosts.find(host => host.isHive)
  const cidr = hive && textVariable(hive, 'hive_internal_cidr')
  return name === defaultNetwork && cidr !== undefined ? [{Subnet: internalRanges(cidr).overlay}] : []
}
