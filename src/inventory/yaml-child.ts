import {type Document, isAlias, isMap, isScalar, isSeq} from 'yaml'

/** The nodes of a mapping's entry, or of a list's item, which is its own key. */
export interface Child {
  readonly key: unknown
  readonly value: unknown
}

/** One step into a node: through aliases, and into what is merged with `<<`. */
export function child(document: Document, node: unknown, step: string | number): Child | undefined {
  const target = isAlias(node) ? node.resolve(document) : node
  if (isSeq(target)) return typeof step === 'number' ? {key: target.items[step], value: target.items[step]} : undefined
  if (!isMap(target)) return undefined
  const own = target.items.find(pair => keyText(pair.key) === String(step))
  if (own) return {key: own.key, value: own.value ?? own.key}
  const merged = target.items
    .filter(pair => keyText(pair.key) === '<<')
    .flatMap(pair => mergedNodes(document, pair.value))
  for (const source of merged) {
    const found = child(document, source, step)
    if (found) return found
  }
  return undefined
}

function mergedNodes(document: Document, node: unknown): unknown[] {
  const target = isAlias(node) ? node.resolve(document) : node
  return isSeq(target) ? target.items : [target]
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return String(key)
  return typeof key.value === 'symbol' ? '<<' : String(key.value)
}
