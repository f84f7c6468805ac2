import type {FoundNode} from './swarm-state.ts'

/** Keeps in mind which labels are groups of ours, so that a group that is gone can be told from somebody's own label. */
const ownedLabel = 'hive.groups'

type Labels = Readonly<Record<string, string>>

/**
 * The labels a node should have: `<group>=true` for each of its groups, none for groups it has left, everybody else's
 * as they are. Returns undefined when they are right already.
 */
export function wantedLabels(
  groups: readonly string[],
  groupNames: readonly string[],
  {labels}: Pick<FoundNode, 'labels'>,
): Labels | undefined {
  const former = new Set(formerGroups(labels, groupNames).filter(name => !groups.includes(name)))
  const kept = Object.entries(labels).filter(([name]) => !former.has(name))
  const wanted = Object.fromEntries([...kept, ...groupLabels(groups)])
  return isSame(wanted, labels) ? undefined : wanted
}

/** One line for each label that differs: `label web: true`, `label db: removed`. */
export function labelDetails(found: Labels, wanted: Labels): string[] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(wanted)])].filter(name => name !== ownedLabel)
  return names
    .filter(name => found[name] !== wanted[name])
    .toSorted()
    .map(name => `label ${name}: ${wanted[name] ?? 'removed'}`)
}

function groupLabels(groups: readonly string[]): [string, string][] {
  return [...groups.map((name): [string, string] => [name, 'true']), [ownedLabel, groups.toSorted().join(',')]]
}

/** hive-builder wrote no list; there, a `true` with the name of a group can only have been meant as one. */
function formerGroups(labels: Labels, groupNames: readonly string[]): readonly string[] {
  const owned = labels[ownedLabel]
  if (owned !== undefined) return owned.split(',')
  return groupNames.filter(name => labels[name] === 'true')
}

function isSame(a: Labels, b: Labels): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => a[name] === b[name])
}
