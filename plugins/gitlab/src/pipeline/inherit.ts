import {mergeMaps} from './merge.ts'
import {at, items, type MapNode, type Node, text} from './node.ts'
import {pipelineError} from './problem.ts'

/** Carries out `!reference` and `extends` in every job. @throws HiveError for one that leads nowhere or in a circle. */
export function inherit(root: MapNode): MapNode {
  const referred = withReferences(root, root, [])
  if (referred.kind !== 'map') return root
  return {
    ...referred,
    entries: new Map([...referred.entries].map(([name, job]) => [name, extended(referred, name, job, [])])),
  }
}

function withReferences(root: MapNode, node: Node, trail: readonly string[]): Node {
  if (node.kind === 'map') {
    return {
      ...node,
      entries: new Map([...node.entries].map(([key, value]) => [key, withReferences(root, value, trail)])),
    }
  }
  if (node.kind === 'list') return {...node, items: node.items.flatMap(item => spliced(root, item, trail))}
  return node.kind === 'reference' ? followed(root, node, trail) : node
}

/** A list a reference leads to becomes part of the list the reference stands in. */
function spliced(root: MapNode, item: Node, trail: readonly string[]): readonly Node[] {
  const found = withReferences(root, item, trail)
  return item.kind === 'reference' && found.kind === 'list' ? found.items : [found]
}

function followed(root: MapNode, node: Extract<Node, {kind: 'reference'}>, trail: readonly string[]): Node {
  const path = node.path.join(' > ')
  if (trail.includes(path)) throw pipelineError(node.place, `!reference ${path} leads in a circle.`)
  const found = at(root, ...node.path)
  if (found === undefined) throw pipelineError(node.place, `!reference ${path} leads to nothing.`)
  return withReferences(root, found, [...trail, path])
}

function extended(root: MapNode, name: string, job: Node, trail: readonly string[]): Node {
  const parents = at(job, 'extends')
  if (job.kind !== 'map' || parents === undefined) return job
  if (trail.includes(name)) throw pipelineError(parents.place, `${name} extends itself.`)
  const bases = items(parents).map(parent => {
    const base = root.entries.get(text(parent) ?? '')
    if (base === undefined) throw pipelineError(parent.place, `${name} extends ${text(parent)}, which is not there.`)
    return extended(root, text(parent) ?? '', base, [...trail, name])
  })
  const layers = [...bases, job].filter(layer => layer.kind === 'map')
  const merged = layers.reduce(mergeMaps)
  return {...merged, entries: new Map([...merged.entries].filter(([key]) => key !== 'extends'))}
}
