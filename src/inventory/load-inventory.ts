import {relative} from 'node:path'
import type {StageRules} from '../provider.ts'
import type {StageName} from '../site/site.ts'
import {stageNames} from '../site/site.ts'
import {allocateDevices} from './device-ids.ts'
import type {InventoryEntry} from './entry.ts'
import {GroupTree} from './groups.ts'
import type {Inventory, InventoryStage} from './inventory.ts'
import type {Place} from './list-files.ts'
import {isDomainName} from './names.ts'
import {inventoryError, type Problem, problemAt} from './problem.ts'
import {allocatePorts, type NumberMap} from './published-ports.ts'
import {type ReadFile, type ReadHive, readFiles} from './read-files.ts'
import {readVariables} from './read-variables.ts'
import {
  deviceRequests,
  networkEntries,
  portRequests,
  type ReadService,
  type ReadServices,
  serviceEntries,
  servicesOf,
} from './services-entries.ts'
import {nameProblems, servicesProblems} from './services-problems.ts'
import {stageProblems} from './stage-problems.ts'
import {stageEntries} from './stage-servers.ts'
import {didYouMean} from './validate.ts'
import {valueAt} from './value-at.ts'

export interface InventoryRequest {
  readonly rootDirectory: string
  /** Usually `<root>/inventory`; absolute. */
  readonly inventoryDirectory: string
  readonly activeStage: StageName
  /** Index of the server that starts the swarm of the active stage. */
  readonly firstHive: number
  /** What each provider says about stages, by its name. */
  readonly stageRules: ReadonlyMap<string, StageRules>
  /** Published ports and device ids the active stage has given out already. */
  readonly publishedPorts: NumberMap
  readonly deviceIds: NumberMap
}

/**
 * Reads and checks the whole inventory directory.
 * @throws HiveError INVENTORY_INVALID with every problem of every file.
 */
export async function loadInventory(request: InventoryRequest): Promise<Inventory> {
  const place: Place = {rootDirectory: request.rootDirectory, directory: request.inventoryDirectory}
  const [files, groupVars, hostVars] = await Promise.all([
    readFiles(place),
    readVariables(place, 'group_vars'),
    readVariables(place, 'host_vars'),
  ])
  const problems = [...files.flatMap(file => file.problems), ...groupVars.problems, ...hostVars.problems]
  const hive = theHive(request, files, problems)
  const services = files.flatMap(({services}) => services ?? [])
  const described = describeServices(request, services)
  problems.push(...described.problems)
  const stages = hive ? stagesOf(request, hive, problems) : []
  const servers = hive ? stages.flatMap(stage => serversOf(request, hive, stage, problems)) : []
  const entries = inFileOrder(files, hive, servers, described.entries)
  problems.push(...nameProblems(entries))
  if (!hive || problems.length > 0) throw inventoryError(problems)
  const groups = groupsOf(files, stages, entries)
  return {
    name: hive.definition.name,
    activeStage: request.activeStage,
    firstHive: request.firstHive,
    stages: new Map(stages.map(stage => [stage.name, stage])),
    entries,
    groups,
    groupVariables: groupVars.variables,
    hostVariables: hostVars.variables,
    publishedPorts: described.publishedPorts,
    deviceIds: described.deviceIds,
    warnings: [...unknownGroups(groups, groupVars.variables.keys()), ...reservedNames(entries)],
  }
}

function theHive(request: InventoryRequest, files: readonly ReadFile[], problems: Problem[]): ReadHive | undefined {
  const [hive, ...others] = files.flatMap(({hive}) => hive ?? [])
  for (const {file} of others) {
    const message = `${hive?.file.name} describes the stages already; a project has one such file.`
    problems.push(problemAt({file, path: ['plugin'], message}))
  }
  if (!hive) {
    const isBroken = files.some(file => file.problems.length > 0)
    const directory = relative(request.rootDirectory, request.inventoryDirectory)
    const position = {file: `${directory}/hive.yml`, line: 1, column: 1}
    const message = 'there is no such file: describe the stages in it, with plugin: hive_inventory.'
    if (!isBroken) problems.push({position, path: [], message})
    return undefined
  }
  const {name} = hive.definition
  if (!isDomainName(name)) {
    const message = `${JSON.stringify(name)} can not be part of host names: use letters, digits, hyphens and dots.`
    problems.push(problemAt({file: hive.file, path: ['name'], message}))
  }
  return hive
}

interface DescribedServices {
  /** Entries of each file, in its order. */
  readonly entries: ReadonlyMap<ReadServices, readonly InventoryEntry[]>
  readonly publishedPorts: NumberMap
  readonly deviceIds: NumberMap
  readonly problems: readonly Problem[]
}

function describeServices(request: InventoryRequest, files: readonly ReadServices[]): DescribedServices {
  const services = new Map(files.map(file => [file, servicesOf(file)]))
  const all = [...services.values()].flat()
  const ports = all.flatMap(portRequests)
  const allocated = allocatePorts(ports, request.publishedPorts)
  const devices = allocateDevices(all.flatMap(deviceRequests), request.deviceIds)
  const portsOf = (service: ReadService): readonly number[] =>
    allocated.ports.filter(
      (_, index) => ports[index]?.service === service.name && ports[index]?.origin.file === service.origin.file,
    )
  const entries = [...services].map(([file, own]) => {
    const made = own.flatMap(service => serviceEntries(service, portsOf(service), devices.map))
    return [file, [...made, ...networkEntries(file)]] as const
  })
  return {
    entries: new Map(entries),
    publishedPorts: allocated.map,
    deviceIds: devices.map,
    problems: [
      ...[...services].flatMap(([file, own]) => servicesProblems(file, own)),
      ...allocated.problems,
      ...devices.problems,
    ],
  }
}

function stagesOf({stageRules}: InventoryRequest, hive: ReadHive, problems: Problem[]): readonly InventoryStage[] {
  const {file, definition} = hive
  return Object.entries(definition.stages).flatMap(([key, stage]) => {
    const name = stageNames.find(known => known === key)
    if (!name) return []
    const origin = {file, path: ['stages', key]}
    const found = stageProblems({origin, definition: stage, hiveName: definition.name, stageRules})
    problems.push(...found)
    const rules = stageRules.get(stage.provider)
    const written = valueAt(file.value, origin.path)
    return rules && found.length === 0
      ? [{name, definition: stage, written: {...asObject(written)}, origin, rules}]
      : []
  })
}

function serversOf(
  request: InventoryRequest,
  hive: ReadHive,
  stage: InventoryStage,
  problems: Problem[],
): readonly InventoryEntry[] {
  const firstHive = stage.name === request.activeStage ? request.firstHive : 0
  const {entries, problems: found} = stageEntries({
    stage: stage.name,
    definition: stage.definition,
    written: stage.written,
    origin: stage.origin,
    rules: stage.rules,
    hiveName: hive.definition.name,
    firstHive,
  })
  problems.push(...found)
  return entries
}

function inFileOrder(
  files: readonly ReadFile[],
  hive: ReadHive | undefined,
  servers: readonly InventoryEntry[],
  services: ReadonlyMap<ReadServices, readonly InventoryEntry[]>,
): readonly InventoryEntry[] {
  return files.flatMap(file => {
    if (file.hive) return file.hive === hive ? servers : []
    return file.services ? (services.get(file.services) ?? []) : []
  })
}

function groupsOf(
  files: readonly ReadFile[],
  stages: readonly InventoryStage[],
  entries: readonly InventoryEntry[],
): GroupTree {
  const groups = new GroupTree()
  for (const file of files) {
    if (file.hive) addHiveGroups(groups, stages)
    if (file.services) for (const name of serviceGroups) groups.add(name)
  }
  for (const entry of entries) for (const group of entry.groups) groups.addHost(group, entry.name)
  return groups
}

function addHiveGroups(groups: GroupTree, stages: readonly InventoryStage[]): void {
  for (const name of ['servers', 'hives', 'repository', 'first_hive', 'mother', 'hosts']) groups.add(name)
  for (const child of ['hives', 'repository']) groups.addChild('servers', child)
  for (const child of ['servers', 'mother']) groups.addChild('hosts', child)
  for (const {name} of stages) groups.add(name)
}

const serviceGroups = ['services', 'images', 'volumes', 'drbd_volumes', 'nfs_volumes', 'networks']

/** A group_vars file of a group that does not exist has no effect; one that is nearly a group's name is a slip. */
function unknownGroups(groups: GroupTree, names: Iterable<string>): readonly string[] {
  const known = [...new Set(['all', ...groups.names(), ...serviceGroups, ...stageNames])]
  return [...names].flatMap(name => {
    const hint = known.includes(name) ? '' : didYouMean(name, known)
    return hint === '' ? [] : [`group_vars/${name} has no effect, because there is no such group.${hint}`]
  })
}

function reservedNames(entries: readonly InventoryEntry[]): readonly string[] {
  return entries
    .filter(({kind, name}) => kind === 'service' && name.startsWith('hive-'))
    .map(({name}) => `Service ${name} has a name that begins with hive-, which is reserved for hive itself.`)
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
