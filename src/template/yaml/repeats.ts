import {Dict} from '../value/dict.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'

/** The lists and mappings that occur more than once in a value: the first is named, the others refer to the name. */
export class Repeats {
  readonly #seen = new Set<object>()
  readonly #repeated = new Set<object>()
  readonly #names = new Map<object, string>()

  constructor(root: Value) {
    this.#collect(root)
  }

  /** `&id001` where a repeated value stands first, `*id001` afterwards, undefined for one that is not repeated. */
  nameOf(value: Value): {text: string; isAlias: boolean} | undefined {
    if (typeof value !== 'object' || !this.#repeated.has(value)) return undefined
    const known = this.#names.get(value)
    if (known !== undefined) return {text: `*${known}`, isAlias: true}
    const name = `id${String(this.#names.size + 1).padStart(3, '0')}`
    this.#names.set(value, name)
    return {text: `&${name}`, isAlias: false}
  }

  #collect(value: Value): void {
    const children = childrenOf(value)
    if (typeof value !== 'object' || !children) return
    if (this.#seen.has(value)) {
      this.#repeated.add(value)
      return
    }
    this.#seen.add(value)
    for (const child of children) this.#collect(child)
  }
}

function childrenOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value
  if (value instanceof Tuple) return value.items
  return value instanceof Dict ? value.entries().flat() : undefined
}
