import type {StageName} from '../site/site.ts'
import {stageNames} from '../site/site.ts'
import {computedVariables} from './computed.ts'
import type {InventoryEntry, RawVariable, RawVariables} from './entry.ts'
import type {Inventory, InventoryStage} from './inventory.ts'
import {serverName} from './names.ts'

/**
 * The variables an object sees, in Ansible's precedence (hive-inventory.md section 1.4). Where an object belongs to
 * several stages, what concerns a stage comes from the active one.
 */
export function rawVariables(inventory: Inventory, name: string): RawVariables {
  const entries = inventory.entries.filter(entry => entry.name === name)
  const [entry] = entries
  if (!entry) return new Map()
  const isHost = entry.kind === 'server' || entry.kind === 'mother'
  return new Map<string, RawVariable>([
    ['hive_name', {value: inventory.name}],
    ...stageVariables(inventory, entry),
    ...groupsInOrder(inventory, entry).flatMap(group => [...(inventory.groupVariables.get(group) ?? [])]),
    ...(isHost ? computedVariables(inventory, entry) : []),
    ...entries.flatMap(({variables}) => [...variables]),
    ...(inventory.hostVariables.get(name) ?? []),
  ])
}

/** The stage whose values an object sees: its own for servers, else the active one. */
export function stageOf(inventory: Inventory, {kind, stages}: InventoryEntry): InventoryStage | undefined {
  const own = kind === 'server' || kind === 'mother' ? stages[0] : inventory.activeStage
  return own === undefined ? undefined : inventory.stages.get(own)
}

function stageVariables(inventory: Inventory, entry: InventoryEntry): readonly (readonly [string, RawVariable])[] {
  const stage = stageOf(inventory, entry)
  if (!stage) return []
  const {definition, rules} = stage
  const {provider, custom_hostname: customHostname} = definition
  const own: (readonly [string, RawVariable])[] = [
    ['hive_provider', {value: provider}],
    ['hive_custom_hostname', {value: customHostname ?? 'hive'}],
  ]
  if (entry.kind === 'server' && rules.internalCidr !== undefined) {
    own.push(['hive_internal_cidr', {value: rules.internalCidr}])
  }
  if (entry.groups.includes('hives')) own.push(['hive_swarm_master', {value: swarmMaster(inventory, stage)}])
  return own
}

function swarmMaster({name, activeStage, firstHive}: Inventory, stage: InventoryStage): string {
  const index = stage.name === activeStage ? firstHive : 0
  return serverName(stage.name, stage.definition.custom_hostname ?? 'hive', index, name)
}

/** `all`, then outer groups before inner ones, then by name; stages that are not active come first and so never win. */
function groupsInOrder(inventory: Inventory, entry: InventoryEntry): readonly string[] {
  const {groups, activeStage} = inventory
  const own = groups.groupsOf(entry.name)
  const isActive = own.includes(activeStage)
  const rank = (group: string): number => (isActive && isOtherStage(group, activeStage) ? 0 : 1)
  const sorted = own.toSorted((a, b) => rank(a) - rank(b) || groups.depth(a) - groups.depth(b) || (a < b ? -1 : 1))
  return ['all', ...sorted]
}

function isOtherStage(group: string, active: StageName): boolean {
  return group !== active && stageNames.some(stage => stage === group)
}
