import type {InventoryEntry} from './entry.ts'
import {GroupTree} from './groups.ts'
import type {InventoryStage} from './inventory.ts'
import type {ReadFile} from './read-files.ts'

/** The groups of all files, in the order they come up (hive-inventory.md sections 4.9 and 5.10). */
export function buildGroups(
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

/** Groups that every services file makes. */
export const serviceGroups: readonly string[] = [
  'services',
  'images',
  'volumes',
  'drbd_volumes',
  'nfs_volumes',
  'networks',
]
