import {HiveError} from '../error.ts'
import type {InventoryList} from '../inventory/list-inventory.ts'
import type {InventoryObject, Site, Variables} from '../site/site.ts'
import {ansibleVariables} from '../variables/exported.ts'

/**
 * Variables that come before those of the inventory (hive-inventory.md 3.5), with two corrections: what hangs on the stage
 * is the active stage's on services and images too, and `inventory_dir` is the project's, not that of our copy.
 */
export function extraVariables(site: Site): Readonly<Record<string, unknown>> {
  return {
    hive_local_python_path: '{{ ansible_playbook_python }}',
    ...ansibleVariables(site.settings),
    hive_stage: site.stage,
    hive_provider: site.provider,
    inventory_dir: site.settings.inventory_path,
  }
}

/** Variables of the active stage's machines that hive computes and the inventory files do not have (hive-inventory.md 6.1). */
export function serverVariables(
  {hosts, mother}: Site,
  list: InventoryList,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const objects: readonly InventoryObject[] = [...hosts, mother]
  return Object.fromEntries(
    objects.map(({name, variables}) => {
      const listed = list._meta.hostvars[name] ?? {}
      const computed = variables.names().filter(variable => variable.startsWith('hive_') && !(variable in listed))
      return [name, Object.fromEntries(computed.flatMap(variable => entry(variables, variable)))]
    }),
  )
}

function entry(variables: Variables, name: string): readonly (readonly [string, unknown])[] {
  try {
    const value = variables.get(name)
    return value === undefined ? [] : [[name, value]]
  } catch (error) {
    // What depends on facts of a host cannot be told here; a role that uses it says so itself.
    if (error instanceof HiveError && error.code === 'TEMPLATE_FAILED') return []
    throw error
  }
}
