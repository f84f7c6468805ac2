import {type Document, isScalar, LineCounter, type Node, parseDocument, visit} from 'yaml'
import type {Position} from '../site/site.ts'
import {child} from './yaml-child.ts'
import {ansibleTags} from './yaml-tags.ts'
import {type SyntaxProblem, toValue} from './yaml-value.ts'

/** Steps from the top of a file to a value: mapping keys and list indexes. */
export type Path = readonly (string | number)[]

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

function offsetOf(node: unknown): number | undefined {
  return hasRange(node) ? node.range?.[0] : undefined
}

function hasRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}
