import type {MapNode, Node} from './node.ts'

/** Lays one file over another, as GitLab does: maps are merged, anything else of the upper one replaces the lower. */
export function mergeMaps(lower: MapNode, upper: MapNode): MapNode {
  const merged = new Map(lower.entries)
  for (const [key, value] of upper.entries) merged.set(key, mergeValues(merged.get(key), value))
  return {kind: 'map', entries: merged, place: upper.place}
}

function mergeValues(lower: Node | undefined, upper: Node): Node {
  return lower?.kind === 'map' && upper.kind === 'map' ? mergeMaps(lower, upper) : upper
}
