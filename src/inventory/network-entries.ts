import {stageNames} from '../site/site.ts'
import {type InventoryEntry, variablesOf} from './entry.ts'
import {type Origin, written} from './origin.ts'
import type {ReadServices} from './services.ts'

/** The networks of a services file; `hive_default_network` is always among them. */
export function networkEntries({file, definition}: ReadServices): readonly InventoryEntry[] {
  const stages = definition.available_on ?? stageNames
  const names = Object.keys(definition.networks ?? {})
  const all = names.includes('hive_default_network') ? names : [...names, 'hive_default_network']
  return all.map(name => {
    const origin: Origin = {file, path: names.includes(name) ? ['networks', name] : []}
    const variables = names.includes(name) ? variablesOf(origin, written(origin), networkAttributes) : new Map()
    return {kind: 'network', name, groups: ['networks', ...stages], stages, variables, origin}
  })
}

const networkAttributes = {driver: 'hive_driver', ipam: 'hive_ipam', driver_opts: 'hive_driver_opts'}
