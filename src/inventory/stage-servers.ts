import type {StageRules} from '../provider.ts'
import type {StageName} from '../site/site.ts'
import {hostAddresses, type NamedSubnet, type Placement, parseNetwork, zoneOf} from './addresses.ts'
import {type InventoryEntry, type RawVariable, type ServerEntry, variablesOf} from './entry.ts'
import {motherName, serverName, stagePrefixes} from './names.ts'
import type {Origin} from './origin.ts'
import {type Problem, problemAt} from './problem.ts'
import type {StageDefinition} from './schema/stage.ts'
import {hostCount} from './stage-problems.ts'

export interface StageRequest {
  readonly stage: StageName
  readonly definition: StageDefinition
  /** The stage as written, tagged values included. */
  readonly written: unknown
  readonly origin: Origin
  readonly hiveName: string
  readonly rules: StageRules
  /** Index of the server that starts the swarm. */
  readonly firstHive: number
}

/** The mother and the servers of a stage (hive-inventory.md sections 4.2 to 4.9). */
export function stageEntries(request: StageRequest): {
  entries: readonly (InventoryEntry | ServerEntry)[]
  problems: readonly Problem[]
} {
  const {origin, definition} = request
  const count = hostCount(definition)
  const placements = placeServers(request, count)
  const problems: Problem[] = []
  if (placements.length < count) {
    const message = `${count} servers are wanted, but there are addresses for ${placements.length} only.`
    problems.push(
      problemAt({file: origin.file, path: [...origin.path, definition.subnets ? 'subnets' : 'cidr'], message}),
    )
  }
  const servers = placements.map((placement, index) => serverEntry(request, placement, index))
  if (!servers.some(server => server.groups.includes('first_hive'))) {
    const message = `server ${request.firstHive} shall start the swarm (variable first_hive), but it is not one that runs services.`
    problems.push(problemAt({file: origin.file, path: origin.path, part: 'key', message}))
  }
  return {entries: [motherEntry(request), ...servers], problems}
}

function placeServers({definition, stage, hiveName, rules}: StageRequest, count: number): readonly Placement[] {
  const subnets = namedSubnets(definition, stage, hiveName)
  const list = definition.subnets ? undefined : definition.ip_address_list
  // hive-builder leaves more room at the start of subnets that are written down.
  const skipped = definition.subnets ? 4 : 3
  const pools = subnets.map(({cidr}) => {
    const network = parseNetwork(cidr)
    return typeof network === 'string' ? [] : hostAddresses(network, skipped, Math.ceil(count / subnets.length))
  })
  const placements = Array.from({length: count}, (_, index): Placement | undefined => {
    const subnet = subnets[index % subnets.length]
    const address = list ? list[index] : pools[index % subnets.length]?.[Math.floor(index / subnets.length)]
    if (subnet === undefined || address === undefined) return undefined
    const zone = zoneOf(definition, subnet, index, rules.zone)
    return {address, netmask: netmaskOf(subnet.cidr), subnet: String(subnet.name), zone}
  })
  return placements.filter(placement => placement !== undefined)
}

function namedSubnets(definition: StageDefinition, stage: StageName, hiveName: string): readonly NamedSubnet[] {
  const written = definition.subnets ?? [{cidr: definition.cidr, name: `${hiveName}-default`}]
  return written.map((subnet, index) => ({...subnet, name: subnet.name ?? `${stagePrefixes[stage]}subnet${index}`}))
}

function netmaskOf(cidr: string): string {
  const network = parseNetwork(cidr)
  return typeof network === 'string' ? '' : network.netmask
}

function serverEntry(request: StageRequest, placement: Placement, index: number): ServerEntry {
  const {stage, definition, origin, written, hiveName, firstHive} = request
  const isRepository = index === hostCount(definition) - 1
  const isHive = !isRepository || definition.separate_repository === false
  const groups = [
    ...(isHive ? ['hives'] : []),
    ...(isRepository ? ['repository'] : []),
    ...(isHive && index === firstHive ? ['first_hive'] : []),
    stage,
  ]
  const variables = new Map<string, RawVariable>([
    ...placementVariables(placement),
    ...variablesOf(origin, written, everyServer),
    ...(isHive ? variablesOf(origin, written, hiveServer) : []),
    ...(isRepository ? variablesOf(origin, written, repositoryServer) : []),
  ])
  const name = serverName(stage, definition.custom_hostname ?? 'hive', index, hiveName)
  return {kind: 'server', name, groups, stages: [stage], variables, origin, stage, index}
}

function placementVariables({address, netmask, subnet, zone}: Placement): readonly (readonly [string, RawVariable])[] {
  const placed = [
    ['hive_private_ip', {value: address}],
    ['hive_netmask', {value: netmask}],
    ['hive_subnet', {value: subnet}],
  ] as const
  return zone === undefined ? placed : [...placed, ['hive_available_zone', {value: zone}]]
}

function motherEntry({stage, definition, origin, written, hiveName}: StageRequest): InventoryEntry {
  const variables = variablesOf(origin, written, mother)
  if (!definition.subnets) {
    variables.set('hive_subnets', {value: [{cidr: definition.cidr, name: `${hiveName}-default`}]})
  }
  return {
    kind: 'mother',
    name: motherName(stage, hiveName),
    groups: ['mother', stage],
    stages: [stage],
    variables,
    origin,
  }
}

const everyServer = {
  image_name: 'hive_vm_image_name',
  kms_key_id: 'hive_kms_key_id',
  root_password: 'hive_root_password',
  jump_host: 'hive_jump_host',
  internal_cidr: 'hive_internal_cidr',
  internal_cidr_v6: 'hive_internal_cidr_v6',
  kernel_version: 'hive_kernel_version',
  drbd_download_url: 'hive_drbd_download_url',
  shared_repository: 'hive_shared_repository',
}

const hiveServer = {
  instance_type: 'hive_instance_type',
  memory_size: 'hive_memory_size',
  cpus: 'hive_cpus',
  disk_size: 'hive_disk_size',
  mirrored_disk_size: 'hive_mirrored_disk_size',
  disk_encrypted: 'hive_disk_encrypted',
  mirrored_disk_encrypted: 'hive_mirrored_disk_encrypted',
}

const repositoryServer = {
  repository_instance_type: 'hive_instance_type',
  repository_memory_size: 'hive_memory_size',
  repository_cpus: 'hive_cpus',
  repository_disk_size: 'hive_disk_size',
  repository_disk_encrypted: 'hive_disk_encrypted',
}

const mother = {
  cidr: 'hive_cidr',
  region: 'hive_region',
  subnets: 'hive_subnets',
  kickstart_config: 'hive_kickstart_config',
  filestore_cidr: 'hive_filestore_cidr',
  prepared_resource_group: 'hive_prepared_resource_group',
  not_support_az: 'hive_not_support_az',
  bridge: 'hive_bridge',
  dev: 'hive_dev',
  shared_repository: 'hive_shared_repository',
}
