import {accepting, engineStatus, HiveError, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {NetworkInspectInfo} from 'dockerode'
import {engineMessage} from './engine-error.ts'
import {isOwn, ownerOf, ownFilter, stageLabels} from './labels.ts'
import {gatewayOf, overlaps, stageCidr} from './subnet.ts'

export function networkName(site: Site): string {
  return `hive-${site.name}-${site.stage}`
}

/** Makes the stage's bridge with the stage's cidr unless it is there. The gateway, the mother, is the first address. */
export async function ensureNetwork(docker: Docker, site: Site): Promise<void> {
  const cidr = stageCidr(site)
  const found = await findNetwork(docker, networkName(site))
  if (found) return checkNetwork(site, found, cidr)
  try {
    await docker.createNetwork({
      Name: networkName(site),
      Driver: 'bridge',
      CheckDuplicate: true,
      IPAM: {Config: [{Subnet: cidr, Gateway: gatewayOf(cidr)}]},
      Labels: stageLabels(site),
    })
  } catch (error) {
    throw await explainRefusal(docker, site, cidr, error)
  }
}

/** Removes the stage's networks; those that still hold somebody's container are told. */
export async function removeNetworks(docker: Docker, site: Site): Promise<void> {
  for (const {Id, Name} of await docker.listNetworks({filters: ownFilter(site)})) {
    try {
      await accepting([404], docker.getNetwork(Id).remove())
    } catch (error) {
      throw new HiveError('PROVIDER_FAILED', `Network ${Name} could not be removed: ${engineMessage(error)}.`, {
        cause: error,
        suggestions: [`See who is still on it with "docker network inspect ${Name}", and take them off.`],
      })
    }
  }
}

async function findNetwork(docker: Docker, name: string): Promise<NetworkInspectInfo | undefined> {
  const networks = await docker.listNetworks({filters: {name: [name]}})
  return networks.find(network => network.Name === name)
}

function checkNetwork(site: Site, found: NetworkInspectInfo, cidr: string): void {
  if (!isOwn(site, found.Labels)) {
    throw new HiveError('PROVIDER_FAILED', `Network ${found.Name} of the engine belongs to ${ownerOf(found.Labels)}.`, {
      suggestions: ['Destroy that stage first ("hive build-infra -D" in its project), or give this site another name.'],
    })
  }
  const subnet = found.IPAM?.Config?.[0]?.Subnet
  if (subnet === cidr) return
  throw new HiveError(
    'PROVIDER_FAILED',
    `Network ${found.Name} has the subnet ${subnet}, the stage's cidr is ${cidr}.`,
    {
      suggestions: [
        'Run "hive build-infra -D" and then "hive build-infra" to make the stage again with the new addresses.',
      ],
    },
  )
}

async function explainRefusal(docker: Docker, site: Site, cidr: string, error: unknown): Promise<HiveError> {
  const networks = engineStatus(error) === 403 ? await docker.listNetworks() : []
  const other = networks.find(network => network.IPAM?.Config?.some(({Subnet}) => Subnet && overlaps(Subnet, cidr)))
  if (!other) {
    return new HiveError('PROVIDER_FAILED', `Network ${networkName(site)} was refused: ${engineMessage(error)}.`, {
      cause: error,
    })
  }
  const subnet = other.IPAM?.Config?.map(({Subnet}) => Subnet).join(', ')
  return new HiveError(
    'PROVIDER_FAILED',
    `The cidr ${cidr} of stage ${site.stage} overlaps with network ${other.Name} of the engine, which has ${subnet}.`,
    {cause: error, suggestions: ['Give the stage another cidr in hive.yml, or remove the other network.']},
  )
}
