import {type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments} from 'yaml'
import type {ListNode, MapNode, Node, Place} from './node.ts'
import {pipelineError} from './problem.ts'

/** A CI file: its header, where it has one, and what goes into the pipeline. */
export interface CiFile {
  readonly spec: Node | undefined
  readonly body: MapNode
}

/**
 * Reads a CI file. `name` is what places show.
 * @throws HiveError for a file that is not YAML, or whose top is no map.
 */
export function readCiFile(source: string, name: string): CiFile {
  const counter = new LineCounter()
  const documents = parseAllDocuments(source, {lineCounter: counter, customTags: [referenceTag], uniqueKeys: true})
  const nodes = [...documents].map(document => {
    const [error] = document.errors
    if (error) throw pipelineError({file: name, line: error.linePos?.[0].line ?? 1}, firstLine(error.message))
    return located(document, document.contents, {name, counter})
  })
  const [first, second] = nodes
  const isHeader = first?.kind === 'map' && first.entries.has('spec')
  const spec = isHeader ? first.entries.get('spec') : undefined
  const body = (isHeader ? second : first) ?? {kind: 'map', entries: new Map(), place: {file: name, line: 1}}
  if (body.kind !== 'map') throw pipelineError(body.place, 'The file holds no map of jobs and keywords.')
  return {spec, body}
}

const referenceTag = {tag: '!reference', collection: 'seq'} as const

interface Source {
  readonly name: string
  readonly counter: LineCounter
}

function located(document: Document, node: unknown, source: Source): Node {
  if (isAlias(node)) return located(document, node.resolve(document), source)
  const place = placeOf(node, source)
  if (isMap(node)) return {kind: 'map', entries: entriesOf(document, node.items, source), place}
  if (isSeq(node)) return listOf(document, node, source, place)
  return {kind: 'scalar', value: scalarValue(isScalar(node) ? node.value : null), place}
}

function listOf(
  document: Document,
  node: {readonly items: readonly unknown[]; tag?: string | undefined},
  source: Source,
  place: Place,
): Node {
  const list: ListNode = {kind: 'list', items: node.items.map(item => located(document, item, source)), place}
  if (node.tag !== '!reference') return list
  return {
    kind: 'reference',
    path: list.items.map(item => (item.kind === 'scalar' ? String(item.value) : '')),
    place,
  }
}

interface Pair {
  readonly key: unknown
  readonly value: unknown
}

/** `<<` puts in what its maps have and the map itself does not. */
function entriesOf(document: Document, pairs: readonly Pair[], source: Source): ReadonlyMap<string, Node> {
  const own = new Map<string, Node>()
  const inherited = new Map<string, Node>()
  for (const pair of pairs) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
    const value = writtenAt(placeOf(pair.key, source), located(document, pair.value, source))
    if (key !== '<<') {
      own.set(key, value)
      continue
    }
    for (const map of value.kind === 'list' ? value.items : [value]) {
      if (map.kind !== 'map') continue
      for (const [name, node] of map.entries) if (!inherited.has(name)) inherited.set(name, node)
    }
  }
  return new Map([...inherited, ...own])
}

/** People look for a map or list where its key is. */
function writtenAt(place: Place, node: Node): Node {
  return node.kind === 'map' || node.kind === 'list' ? {...node, place} : node
}

function placeOf(node: unknown, {name, counter}: Source): Place {
  const range = (node as ParsedNode | null)?.range
  return {file: name, line: range ? counter.linePos(range[0]).line : 1}
}

function scalarValue(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}

function firstLine(message: string): string {
  return `${message
    .split('\n', 1)[0]
    ?.replace(/ at line.*$/, '')
    .replace(/:$/, '')}.`
}
