import {Float, Unsafe} from '../template/context.ts'
import type {Inventory} from './inventory.ts'
import {rawVariables} from './precedence.ts'
import {VaultText} from './vault-text.ts'

export interface ListedGroup {
  readonly hosts?: readonly string[]
  readonly children?: readonly string[]
}

/** What `ansible-inventory --list` prints: every group that has something in it, and `_meta`. */
export interface InventoryList {
  readonly _meta: {readonly hostvars: Readonly<Record<string, Readonly<Record<string, unknown>>>>}
  readonly all: ListedGroup
  readonly [group: string]: ListedGroup | InventoryList['_meta']
}

/** The inventory of all stages in the JSON shape of `ansible-inventory --list`, templates not evaluated. */
export function inventoryList(inventory: Inventory): InventoryList {
  const {groups, entries} = inventory
  const listed = groups.names().map(name => [name, group(groups.hosts(name), groups.children(name))] as const)
  const names = [...new Set(entries.map(({name}) => name))].toSorted()
  const hostvars = names.map(name => [name, plainVariables(inventory, name)] as const)
  return {
    _meta: {hostvars: Object.fromEntries(hostvars)},
    all: {children: ['ungrouped', ...groups.topLevel()]},
    ...Object.fromEntries(
      listed.filter(([, {hosts, children}]) => hosts || children).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
}

function group(hosts: readonly string[], children: readonly string[]): ListedGroup {
  return {...(hosts.length > 0 ? {hosts} : {}), ...(children.length > 0 ? {children} : {})}
}

function plainVariables(inventory: Inventory, name: string): Readonly<Record<string, unknown>> {
  const variables = [...rawVariables(inventory, name)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(variables.map(([variable, {value}]) => [variable, asJson(value)]))
}

/** Tagged values as Ansible's own JSON writes them. */
function asJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJson)
  if (value instanceof Float) return value.value
  if (value instanceof Unsafe) return {__ansible_unsafe: value.text}
  if (value instanceof VaultText) return {__ansible_vault: value.ciphertext}
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]))
}
