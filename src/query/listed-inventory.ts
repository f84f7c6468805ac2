import {collectProviders, type RunHook} from '../extension/collect.ts'
import {stageRulesOf} from '../extension/stage-rules.ts'
import {type InventoryList, inventoryList} from '../inventory/list-inventory.ts'
import {readInventory} from '../inventory/read-inventory.ts'
import type {Settings} from '../variables/settings.ts'

/** The inventory of all stages as `ansible-inventory --list` prints it. Throws `HiveError` INVENTORY_INVALID. */
export async function listedInventory(settings: Settings, runHook: RunHook): Promise<InventoryList> {
  const stageRules = stageRulesOf(await collectProviders(runHook))
  return inventoryList(await readInventory({settings, stageRules}))
}
