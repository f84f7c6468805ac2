import type {InventoryList, ListedGroup} from '../inventory/list-inventory.ts'

interface StaticGroup {
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly children?: Readonly<Record<string, StaticGroup>>
}

/**
 * The inventory as a file Ansible reads by itself (YAML plugin; JSON is YAML): every object with its variables, templates
 * untouched, and every group. `extra` are variables of single objects that come before those of the inventory.
 */
export function inventoryFile(
  list: InventoryList,
  extra: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  const {_meta, all, ...groups} = list
  const names = [...new Set([...Object.keys(_meta.hostvars), ...Object.keys(extra)])]
  const hosts = Object.fromEntries(names.map(name => [name, {..._meta.hostvars[name], ...extra[name]}]))
  const children = Object.fromEntries(
    Object.entries(groups)
      .filter((entry): entry is [string, ListedGroup] => entry[0] !== 'ungrouped')
      .map(([name, group]) => [name, staticGroup(group)]),
  )
  return JSON.stringify({all: {hosts, children}} satisfies Record<string, StaticGroup>)
}

function staticGroup({hosts = [], children = []}: ListedGroup): StaticGroup {
  return {
    hosts: Object.fromEntries(hosts.map(name => [name, {}])),
    children: Object.fromEntries(children.map(name => [name, {}])),
  }
}
