import {join} from 'node:path'
import type {InventoryRequest} from '../../src/inventory/load-inventory.ts'
import {stageRulesOfPlugins} from './stage-rules.ts'

/** What loading the inventory of a project takes, nothing given out before. */
export async function inventoryRequest(
  rootDirectory: string,
  wish: Partial<InventoryRequest> = {},
): Promise<InventoryRequest> {
  return {
    rootDirectory,
    inventoryDirectory: join(rootDirectory, 'inventory'),
    activeStage: 'private',
    firstHive: 0,
    stageRules: await stageRulesOfPlugins(),
    publishedPorts: {},
    deviceIds: {},
    ...wish,
  }
}
