import type {StageRules} from '../provider.ts'
import {type Persistents, readPersistents, updatePersistents, withValue} from '../variables/persistents.ts'
import type {Settings} from '../variables/settings.ts'
import type {Inventory} from './inventory.ts'
import {loadInventory} from './load-inventory.ts'
import type {NumberMap} from './published-ports.ts'

export interface ReadRequest {
  readonly settings: Settings
  /** What each provider says about stages, by its name. */
  readonly stageRules: ReadonlyMap<string, StageRules>
}

/**
 * Reads and checks the project's inventory. Published ports and device ids that had to be chosen are stored for the
 * active stage, so that they stay.
 * @throws HiveError INVENTORY_INVALID with every problem of every file.
 */
export async function readInventory({settings, stageRules}: ReadRequest): Promise<Inventory> {
  const {root_dir: rootDirectory, stage} = settings
  const load = (persistents: Persistents): Promise<Inventory> =>
    loadInventory({
      rootDirectory,
      inventoryDirectory: settings.inventory_path,
      activeStage: stage,
      firstHive: settings.first_hive,
      stageRules,
      publishedPorts: mapIn(persistents, 'published_port_map', stage),
      deviceIds: mapIn(persistents, 'drbd_device_map', stage),
    })
  const persistents = await readPersistents(rootDirectory)
  let inventory = await load(persistents)
  if (isStored(persistents, inventory)) return inventory
  // Another process may have chosen meanwhile: choose again from what is there once nobody else can.
  await updatePersistents(rootDirectory, async current => {
    inventory = await load(current)
    return isStored(current, inventory) ? current : withMaps(current, inventory)
  })
  return inventory
}

function isStored(persistents: Persistents, {activeStage, publishedPorts, deviceIds}: Inventory): boolean {
  return (
    isSame(mapIn(persistents, 'published_port_map', activeStage), publishedPorts) &&
    isSame(mapIn(persistents, 'drbd_device_map', activeStage), deviceIds)
  )
}

function isSame(left: NumberMap, right: NumberMap): boolean {
  const names = Object.keys(right)
  return names.length === Object.keys(left).length && names.every(name => left[name] === right[name])
}

function withMaps(persistents: Persistents, {activeStage, publishedPorts, deviceIds}: Inventory): Persistents {
  const withPorts = withMap(persistents, 'published_port_map', activeStage, publishedPorts)
  return withMap(withPorts, 'drbd_device_map', activeStage, deviceIds)
}

function withMap(persistents: Persistents, name: string, stage: string, map: NumberMap): Persistents {
  return Object.keys(map).length === 0 ? persistents : withValue(persistents, name, stage, map)
}

/** hive-builder can have stored numbers as text. */
function mapIn(persistents: Persistents, name: string, stage: string): NumberMap {
  const stored = persistents[name]?.[stage]
  if (typeof stored !== 'object' || stored === null) return {}
  const entries = Object.entries(stored).map(([key, value]) => [key, Number(value)] as const)
  return Object.fromEntries(entries.filter(([, value]) => Number.isSafeInteger(value)))
}
