import {stageNames} from '../site/site.ts'
import {serviceGroups} from './build-groups.ts'
import type {InventoryEntry} from './entry.ts'
import type {GroupTree} from './groups.ts'
import {didYouMean} from './validate.ts'

/** Things that work but are surely not meant, one sentence each. */
export function warningsOf(
  groups: GroupTree,
  groupVars: Iterable<string>,
  entries: readonly InventoryEntry[],
): readonly string[] {
  return [...unknownGroups(groups, groupVars), ...reservedNames(entries)]
}

/** A group_vars file of a group that does not exist has no effect; one that is nearly a group's name is a slip. */
function unknownGroups(groups: GroupTree, names: Iterable<string>): readonly string[] {
  const known = [...new Set(['all', ...groups.names(), ...serviceGroups, ...stageNames])]
  return [...names].flatMap(name => {
    const hint = known.includes(name) ? '' : didYouMean(name, known)
    return hint === '' ? [] : [`group_vars/${name} has no effect, because there is no such group.${hint}`]
  })
}

function reservedNames(entries: readonly InventoryEntry[]): readonly string[] {
  return entries
    .filter(({kind, name}) => kind === 'service' && name.startsWith('hive-'))
    .map(({name}) => `Service ${name} has a name that begins with hive-, which is reserved for hive itself.`)
}
