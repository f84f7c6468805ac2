/** Where something is written. `file` is relative to the project, or an option of the command line: then `line` is 0. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** A YAML value that knows where it was written, through includes, inputs and merges. */
export type Node = ScalarNode | ListNode | MapNode | ReferenceNode

interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly place: Place
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly place: Place
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Node>
  readonly place: Place
}

/** GitLab's tag `!reference [job, key, ...]`. */
interface ReferenceNode {
  readonly kind: 'reference'
  readonly path: readonly string[]
  readonly place: Place
}

/** The plain value, as `JSON.parse` would give it. A reference becomes the list of its path. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plain)
  if (node.kind === 'reference') return node.path
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]))
}

/** The value found by following keys, or undefined where there is none. */
export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>(
    (found, key) => (found?.kind === 'map' ? found.entries.get(key) : undefined),
    node,
  )
}

/** The text of a scalar; undefined for anything else, and for null. */
export function text(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined
}

/** The items of a list; a single value counts as a list of one, nothing as an empty one. */
export function items(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  return node.kind === 'list' ? node.items : [node]
}

/** The entries of a map, none for anything else. */
export function entries(node: Node | undefined): ReadonlyMap<string, Node> {
  return node?.kind === 'map' ? node.entries : new Map()
}
