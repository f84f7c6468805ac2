import {entries, type MapNode, type Node, text} from './node.ts'

/** One entry of `include`. */
export interface Include {
  readonly kind: 'local' | 'project' | 'remote' | 'component' | 'template'
  readonly address: string
  /** Only of `project`: its files and its revision. */
  readonly files: readonly string[]
  readonly ref: string | undefined
  readonly integrity: string | undefined
  readonly inputs: ReadonlyMap<string, Node>
  readonly rules: Node | undefined
  readonly node: Node
}

/** The includes of a file, in their order. */
export function includesOf(body: MapNode): readonly Include[] {
  const include = body.entries.get('include')
  if (include === undefined) return []
  return (include.kind === 'list' ? include.items : [include]).map(includeOf)
}

function includeOf(node: Node): Include {
  const keys = entries(node)
  const short = text(node) ?? ''
  const kind = (['project', 'remote', 'component', 'template', 'local'] as const).find(name => keys.has(name))
  const file = keys.get('file')
  return {
    kind: kind ?? (/^https?:/.test(short) ? 'remote' : 'local'),
    address: kind === undefined ? short : (text(keys.get(kind)) ?? ''),
    files: (file?.kind === 'list' ? file.items : file ? [file] : []).map(item => text(item) ?? ''),
    ref: text(keys.get('ref')),
    integrity: text(keys.get('integrity')),
    inputs: entries(keys.get('inputs')),
    rules: keys.get('rules'),
    node,
  }
}
