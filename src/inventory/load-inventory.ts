import type {StageRules} from '../provider.ts'
import {type StageName, stageNames} from '../site/site.ts'
import {buildGroups} from './build-groups.ts'
import {describeServices, type GivenOut} from './describe-services.ts'
import type {InventoryEntry} from './entry.ts'
import {findHive} from './find-hive.ts'
import type {Inventory, InventoryStage} from './inventory.ts'
import type {Place} from './list-files.ts'
import {inventoryError, type Problem} from './problem.ts'
import {type ReadFile, type ReadHive, readFiles} from './read-files.ts'
import {readVariables} from './read-variables.ts'
import type {ReadServices} from './services.ts'
import {nameProblems} from './services-problems.ts'
import {stageProblems} from './stage-problems.ts'
import {stageEntries} from './stage-servers.ts'
import {isMapping, valueAt} from './value-at.ts'
import {warningsOf} from './warnings.ts'

export interface InventoryRequest extends GivenOut {
  readonly rootDirectory: string
  /** Usually `<root>/inventory`; absolute. */
  readonly inventoryDirectory: string
  readonly activeStage: StageName
  /** Index of the server that starts the swarm of the active stage. */
  readonly firstHive: number
  /** What each provider says about stages, by its name. */
  readonly stageRules: ReadonlyMap<string, StageRules>
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
  const hive = findHive(place, files, problems)
  const described = describeServices(
    files.flatMap(({services}) => services ?? []),
    request,
  )
  problems.push(...described.problems)
  const stages = hive ? stagesOf(request, hive, problems) : []
  const servers = hive ? stages.flatMap(stage => serversOf(request, hive, stage, problems)) : []
  const entries = inFileOrder(files, hive, servers, described.entries)
  problems.push(...nameProblems(entries))
  if (!hive || problems.length > 0) throw inventoryError(problems)
  const groups = buildGroups(files, stages, entries)
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
    warnings: warningsOf(groups, groupVars.variables.keys(), entries),
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
    return rules && found.length === 0 && isMapping(written) ? [{name, definition: stage, written, origin, rules}] : []
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
