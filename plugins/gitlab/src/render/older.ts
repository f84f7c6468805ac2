import type {MapNode, Node} from '../pipeline/node.ts'

interface Younger {
  readonly path: readonly string[]
  /** The first version that knows it. */
  readonly since: string
  /** What older ones know in its place: its key and value. */
  readonly instead?: readonly [string, boolean]
}

/**
 * Keywords the templates use that some servers of GitLab 16 refuse. Sources: the history notes of GitLab's CI/CD YAML
 * reference; before 16.7 `artifacts:public` counts only where the administrator has switched `non_public_artifacts` on.
 */
const younger: readonly Younger[] = [
  {path: ['*', 'artifacts', 'reports', 'annotations'], since: '16.3'},
  {path: ['workflow', 'auto_cancel'], since: '16.8'},
  {path: ['*', 'artifacts', 'access'], since: '16.11', instead: ['public', false]},
  {path: ['*', 'manual_confirmation'], since: '17.1'},
]

/** The pipeline without what a server of version `major.minor` does not know yet. */
export function forServer(root: MapNode, version: string): MapNode {
  return younger
    .filter(({since}) => number(since) > number(version))
    .reduce((pipeline, {path, instead}) => without(pipeline, path, instead), root)
}

function without(map: MapNode, [first, ...rest]: readonly string[], instead: Younger['instead']): MapNode {
  const kept = [...map.entries].flatMap(([key, value]): [string, Node][] => {
    if (first !== '*' && key !== first) return [[key, value]]
    if (rest.length > 0) return [[key, value.kind === 'map' ? without(value, rest, instead) : value]]
    return instead ? [[instead[0], {kind: 'scalar', value: instead[1], place: value.place}]] : []
  })
  return {...map, entries: new Map(kept)}
}

function number(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}
