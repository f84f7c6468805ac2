import {Failure, UndefinedFailure} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {elementsOf} from '../value/iterate.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'
import {analyze} from './analyze.ts'
import {Emitter} from './emitter.ts'
import {Repeats} from './repeats.ts'
import {isScalar, orderedEntries, scalarOf} from './represent.ts'

export interface YamlStyle {
  readonly indent: number
  readonly width: number
  readonly sortsKeys: boolean
  /** `[…]` and `{…}` everywhere, nowhere, or (undefined) where only scalars are inside. */
  readonly isFlow: boolean | undefined
  readonly hasStart: boolean
  readonly hasEnd: boolean
}

/** Writes a value as PyYAML's safe dumper does: keys sorted, long lines folded, repeated lists as aliases. */
export function writeYaml(value: Value, style: YamlStyle): string {
  try {
    return new Writer(value, style).write(value)
  } catch (error) {
    // Ansible does not let a default stand in for what is undefined here.
    throw error instanceof UndefinedFailure ? new Failure(error.message, {cause: error}) : error
  }
}

interface Place {
  readonly indent: number
  readonly isFlow: boolean
  readonly isKey: boolean
  /** Whether it stands behind the colon of a block mapping, where a list need not be indented. */
  readonly isEntry: boolean
}

class Writer {
  readonly #style: YamlStyle
  readonly #emitter: Emitter
  readonly #repeats: Repeats

  constructor(root: Value, style: YamlStyle) {
    this.#style = style
    this.#emitter = new Emitter(style.width)
    this.#repeats = new Repeats(root)
  }

  write(root: Value): string {
    if (this.#style.hasStart) this.#emitter.indicator('---')
    this.#node(root, {indent: -1, isFlow: false, isKey: false, isEntry: false})
    return `${this.#emitter.output}\n${this.#style.hasEnd ? '...\n' : ''}`
  }

  #node(value: Value, place: Place): void {
    if (isScalar(value)) {
      this.#emitter.scalar(scalarOf(value), {...place, indent: this.#deeper(place.indent, true)})
      return
    }
    const name = this.#repeats.nameOf(value)
    if (name) this.#emitter.indicator(name.text, {needsSpace: true})
    if (name?.isAlias) return
    if (value instanceof Tuple || Array.isArray(value)) this.#sequence(elementsOf(value), place)
    else this.#mapping(orderedEntries(value, this.#style.sortsKeys), place)
  }

  #sequence(items: readonly Value[], place: Place): void {
    if (this.#isFlow(items, place)) {
      this.#flow('[]', items, place, (item, inner) => this.#node(item, inner))
      return
    }
    const isIndentless = place.isEntry && !this.#emitter.isIndented
    const indent = isIndentless ? place.indent : this.#deeper(place.indent, false)
    for (const item of items) {
      this.#emitter.newline(indent)
      this.#emitter.indicator('-', {needsSpace: true, isIndention: true})
      this.#node(item, {indent, isFlow: false, isKey: false, isEntry: false})
    }
  }

  #mapping(entries: readonly (readonly [Value, Value])[], place: Place): void {
    if (this.#isFlow(entries.flat(), place)) {
      this.#flow('{}', entries, place, (entry, inner) => this.#flowEntry(entry, inner))
      return
    }
    const indent = this.#deeper(place.indent, false)
    for (const [key, value] of entries) {
      const inner = {indent, isFlow: false, isKey: false, isEntry: true}
      this.#emitter.newline(indent)
      if (isSimpleKey(key)) this.#node(key, {...inner, isKey: true})
      else {
        this.#emitter.indicator('?', {needsSpace: true, isIndention: true})
        this.#node(key, inner)
        this.#emitter.newline(indent)
      }
      this.#emitter.indicator(':', isSimpleKey(key) ? {} : {needsSpace: true, isIndention: true})
      this.#node(value, inner)
    }
  }

  #flow<T>(brackets: string, items: readonly T[], place: Place, write: (item: T, inner: Place) => void): void {
    const indent = this.#deeper(place.indent, true)
    this.#emitter.indicator(brackets.slice(0, 1), {needsSpace: true, isSpace: true})
    for (const [index, item] of items.entries()) {
      if (index > 0) this.#emitter.indicator(',')
      if (this.#emitter.isBeyondWidth) this.#emitter.newline(indent)
      write(item, {indent, isFlow: true, isKey: false, isEntry: false})
    }
    this.#emitter.indicator(brackets.slice(1))
  }

  #flowEntry([key, value]: readonly [Value, Value], inner: Place): void {
    const isSimple = isSimpleKey(key)
    if (!isSimple) this.#emitter.indicator('?', {needsSpace: true})
    this.#node(key, {...inner, isKey: isSimple})
    if (!isSimple && this.#emitter.isBeyondWidth) this.#emitter.newline(inner.indent)
    this.#emitter.indicator(':', {needsSpace: !isSimple})
    this.#node(value, inner)
  }

  #isFlow(inside: readonly Value[], place: Place): boolean {
    if (place.isFlow || inside.length === 0) return true
    return this.#style.isFlow ?? inside.every(isScalar)
  }

  #deeper(indent: number, isFlow: boolean): number {
    if (indent >= 0) return indent + this.#style.indent
    return isFlow ? this.#style.indent : 0
  }
}

function isSimpleKey(key: Value): boolean {
  if (!isScalar(key)) return key instanceof Dict ? key.size === 0 : elementsOf(key).length === 0
  const {text} = scalarOf(key)
  return Buffer.byteLength(text) <= 128 && !analyze(text).isMultiline
}
