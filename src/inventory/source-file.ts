import {type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit} from 'yaml'
import type {Position} from '../site/site.ts'
import {ansibleTags} from './yaml-tags.ts'

/** Steps from the top of a file to a value: mapping keys and list indexes. */
export type Path = readonly (string | number)[]

/** Where a value was written. */
export interface Origin {
  readonly file: SourceFile
  readonly path: Path
}

/** Something the YAML reader had to say about a file. */
export interface SyntaxProblem {
  readonly offset: number
  /** The library's name for it. */
  readonly code: string
  readonly message: string
}

/** A YAML file of the project that remembers where everything in it was written. */
export class SourceFile {
  /** Relative to the project's root. */
  readonly name: string
  readonly text: string
  /** The content as plain values; undefined when the file is not valid YAML. */
  readonly value: unknown
  readonly problems: readonly SyntaxProblem[]
  readonly #document: Document
  readonly #lines = new LineCounter()

  constructor(name: string, text: string) {
    this.name = name
    this.text = text
    this.#document = parseDocument(text, {
      version: '1.1',
      customTags: ansibleTags,
      lineCounter: this.#lines,
      prettyErrors: false,
      logLevel: 'silent',
    })
    const found = [...this.#document.errors, ...this.#document.warnings]
    const problems = found.map(({pos, code, message}) => ({
      offset: openedAt(this.#document, text, pos[0]),
      code,
      message,
    }))
    const {value, problem} = problems.length > 0 ? {} : toValue(this.#document)
    this.value = value
    this.problems = problem ? [problem] : problems
  }

  /** Where the value at `path` is written, or the nearest part of the path that exists; `key` asks for its key. */
  locate(path: Path, part: 'key' | 'value' = 'value'): Position {
    let node: unknown = this.#document.contents
    let offset = offsetOf(node) ?? 0
    let keyOffset = offset
    for (const step of path) {
      const next = child(this.#document, node, step)
      if (!next) break
      keyOffset = offsetOf(next.key) ?? keyOffset
      offset = offsetOf(next.value) ?? keyOffset
      node = next.value
    }
    return this.position(part === 'key' ? keyOffset : offset)
  }

  /** The text of the scalar at `path` as written, without quotes; undefined for anything else. */
  sourceOf(path: Path): string | undefined {
    let node: unknown = this.#document.contents
    for (const step of path) node = child(this.#document, node, step)?.value
    return isScalar(node) ? node.source : undefined
  }

  position(offset: number): Position {
    const {line, col} = this.#lines.linePos(offset)
    return {file: this.name, line: Math.max(line, 1), column: Math.max(col, 1)}
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string {
    const start = this.#lines.lineStarts[number - 1] ?? 0
    const end = this.#lines.lineStarts[number] ?? this.text.length
    return this.text.slice(start, end).replace(/\r?\n$/, '')
  }
}

interface Conversion {
  readonly value?: unknown
  readonly problem?: SyntaxProblem
}

function toValue(document: Document): Conversion {
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

/** An error at the end of the file is about what was opened last and not closed. */
function openedAt(document: Document, text: string, offset: number): number {
  if (text.slice(offset).trim() !== '') return offset
  let opened = offset
  visit(document, {
    Node: (_, node) => {
      if (node.range && node.range[2] >= offset && /["'[{]/.test(text[node.range[0]] ?? '')) opened = node.range[0]
    },
  })
  return opened
}

interface Child {
  readonly key: unknown
  readonly value: unknown
}

function child(document: Document, node: unknown, step: string | number): Child | undefined {
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

function offsetOf(node: unknown): number | undefined {
  return hasRange(node) ? node.range?.[0] : undefined
}

function hasRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}
