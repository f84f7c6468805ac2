import {HiveError} from '../error.ts'
import type {EntryKind, InventoryEntry, ServerEntry} from '../inventory/entry.ts'
import type {Inventory, InventoryStage} from '../inventory/inventory.ts'
import {below} from '../inventory/origin.ts'
import {inventoryError} from '../inventory/problem.ts'
import {readInventory} from '../inventory/read-inventory.ts'
import type {StageRules} from '../provider.ts'
import type {Settings} from '../variables/settings.ts'
import {readExtraAuthorities} from './extra-authorities.ts'
import {describeObject, type Reading, readValues, readVariable} from './read-object.ts'
import {readHost, readImage, readNetwork, readVolume} from './read-objects.ts'
import {readService} from './read-service.ts'
import {registrySchema} from './schema/objects.ts'
import {Scopes} from './scopes.ts'
import type {Site} from './site.ts'

export interface LoadSiteRequest extends Partial<Direct> {
  readonly settings: Settings
  /** What each provider says about stages, by its name. */
  readonly stageRules: ReadonlyMap<string, StageRules>
  /** What `lookup('env', …)` of the project's templates sees. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What is reached without a proxy besides the site itself; nothing where it is left out. */
type Direct = Pick<Site, 'noProxy' | 'jobNames'>

/** A site, and the inventory of all stages it was made from. */
export interface LoadedSite {
  readonly site: Site
  readonly inventory: Inventory
}

/**
 * Reads, checks and evaluates the inventory for the active stage.
 * @throws HiveError INVENTORY_INVALID or TEMPLATE_FAILED with everything that is wrong; VARIABLE_INVALID for `extra_ca`.
 */
export async function loadSite(request: LoadSiteRequest): Promise<LoadedSite> {
  const {settings, noProxy = [], jobNames = []} = request
  const inventory = await readInventory(request)
  const stage = activeStage(inventory)
  const scopes = new Scopes({...request, inventory})
  const reading: Reading = {inventory, scopes, templateProblems: [], valueProblems: []}
  const described = assemble(reading, stage, settings)
  const {templateProblems, valueProblems} = reading
  const code = valueProblems.length > 0 ? 'INVENTORY_INVALID' : 'TEMPLATE_FAILED'
  if (!described || templateProblems.length + valueProblems.length > 0) {
    throw inventoryError([...templateProblems, ...valueProblems], code)
  }
  const extraAuthorities = await readExtraAuthorities(settings.root_dir, settings.extra_ca)
  return {site: deepFreeze({...described, extraAuthorities, noProxy, jobNames}), inventory}
}

function activeStage({stages, activeStage: name}: Inventory): InventoryStage {
  const stage = stages.get(name)
  if (stage) return stage
  const known = [...stages.keys()].join(', ')
  throw new HiveError(
    'INVENTORY_INVALID',
    `Stage ${name} is not described in hive.yml, which has ${known || 'none'}.`,
    {
      suggestions: [`Describe stage ${name} in hive.yml, or choose another one with -s or hive set stage.`],
    },
  )
}

function assemble(reading: Reading, stage: InventoryStage, settings: Settings): Described | undefined {
  const {name, entries, groups} = reading.inventory
  const own = entries.filter(({stages}) => stages.includes(stage.name))
  const objects = readObjects(reading, own)
  const mother = own.find(({kind}) => kind === 'mother')
  const registry = mother && readValues(reading, mother, registrySchema)
  if (!mother || !registry) return undefined
  const {registry_fqdn: host, registry_port: port = 5000, safe_docker_login_user: user} = registry
  return {
    name,
    stage: stage.name,
    rootDirectory: settings.root_dir,
    contextDirectory: settings.context_dir,
    settings,
    provider: stage.definition.provider,
    definition: evaluatedStage(reading, stage, mother),
    mother: describeObject(reading, mother),
    ...objects,
    registry: {host, port, user},
    groups: new Map(groups.names().map(group => [group, groups.members(group)])),
  }
}

type Described = Omit<Site, 'extraAuthorities' | keyof Direct>

type Objects = Pick<Site, 'hosts' | 'services' | 'images' | 'volumes' | 'networks'>

function readObjects(reading: Reading, entries: readonly InventoryEntry[]): Objects {
  const read = <T>(kind: EntryKind, reader: (reading: Reading, entry: InventoryEntry) => T | undefined): readonly T[] =>
    firstOfName(entries.filter(entry => entry.kind === kind)).flatMap(entry => reader(reading, entry) ?? [])
  return {
    hosts: entries.filter(isServer).flatMap(entry => readHost(reading, entry) ?? []),
    services: read('service', readService),
    images: read('image', readImage),
    volumes: read('volume', readVolume),
    networks: read('network', readNetwork),
  }
}

/** The stage as written, its templates evaluated with the variables of the mother. */
function evaluatedStage(reading: Reading, stage: InventoryStage, mother: InventoryEntry): Site['definition'] {
  const written = Object.entries(stage.written).map(
    ([name, value]) => [name, {value, origin: below(stage.origin, name)}] as const,
  )
  const variables = reading.scopes.around(mother, new Map(written))
  const values = variables.names().map(name => [name, readVariable(reading, variables, name)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/** A volume or network may be defined twice alike. */
function firstOfName(entries: readonly InventoryEntry[]): readonly InventoryEntry[] {
  return [...new Map(entries.toReversed().map(entry => [entry.name, entry])).values()].toReversed()
}

function isServer(entry: InventoryEntry): entry is ServerEntry {
  return entry.kind === 'server'
}

/** Plain values only: variables are evaluated when they are read and remember what came out. */
function deepFreeze<T>(value: T): T {
  const isPlain =
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  if (!isPlain || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
  return value
}
