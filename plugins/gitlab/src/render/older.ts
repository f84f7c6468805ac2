import type {MapNode, Node} from '../pipeline/node.ts'

/** Keywords the templates use that some servers of GitLab 16 refuse, and since when there are any. */
const younger: readonly {readonly path: readonly string[]; readonly since: string}[] = [
  {path: ['*', 'artifacts', 'reports', 'annotations'], since: '16.3'},
  {path: ['workflow', 'auto_cancel'], since: '16.8'},
  {path: ['*', 'artifacts', 'access'], since: '16.11'},
  {path: ['*', 'manual_confirmation'], since: '17.1'},
]

/** The pipeline without what a server of version `major.minor` does not know yet. */
export function forServer(root: MapNode, version: string): MapNode {
  return younger
    .filter(({since}) => number(since) > number(version))
    .reduce((pipeline, {path}) => without(pipeline, path), root)
}

function without(map: MapNode, [first, ...rest]: readonly string[]): MapNode {
  const kept = [...map.entries].flatMap(([key, value]): [string, Node][] => {
    if (first !== '*' && key !== first) return [[key, value]]
    if (rest.length === 0) return []
    return [[key, value.kind === 'map' ? without(value, rest) : value]]
  })
  return {...map, entries: new Map(kept)}
}

function number(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}
