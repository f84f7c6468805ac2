import {type Document, visit} from 'yaml'

/** Something the YAML reader had to say about a file. */
export interface SyntaxProblem {
  readonly offset: number
  /** The library's name for it. */
  readonly code: string
  readonly message: string
}

export interface Conversion {
  readonly value?: unknown
  readonly problem?: SyntaxProblem
}

/** A valid document as plain values, or why it can not be that. */
export function toValue(document: Document): Conversion {
  const refused = refusedNode(document)
  if (refused) return {problem: refused}
  try {
    const value: unknown = document.toJS()
    if (isTree(value)) return {value}
  } catch (error) {
    // The library refuses aliases that expand without end, and says so with this class.
    if (!(error instanceof ReferenceError)) throw error
  }
  const message = 'the aliases of this file contain themselves or expand to too much'
  return {problem: {offset: 0, code: 'ALIASES', message}}
}

/** What valid YAML can hold and nobody can work with. */
function refusedNode(document: Document): SyntaxProblem | undefined {
  let refused: SyntaxProblem | undefined
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return undefined
      const message = `the anchor ${alias.source} is not set before this alias of it`
      refused = {offset: alias.range?.[0] ?? 0, code: 'ALIASES', message}
      return visit.BREAK
    },
    Scalar: (key, scalar) => {
      if (key !== 'key' || scalar.value !== '__proto__') return undefined
      refused = {offset: scalar.range?.[0] ?? 0, code: 'KEY', message: '__proto__ can not be the name of anything'}
      return visit.BREAK
    },
  })
  return refused
}

/** Whether nothing in the value contains itself. */
function isTree(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return true
  return !around.includes(value) && Object.values(value).every(inner => isTree(inner, [...around, value]))
}
