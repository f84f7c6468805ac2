import {type Key, keyOf} from './key.ts'
import type {Value} from './value.ts'

/** Python's `dict`: any hashable key, kept in the order of insertion. */
export class Dict {
  readonly typeName = 'dict'
  readonly #entries = new Map<Key, [Value, Value]>()

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value)
  }

  get size(): number {
    return this.#entries.size
  }

  has(key: Value): boolean {
    return this.#entries.has(keyOf(key))
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(keyOf(key))?.[1]
  }

  set(key: Value, value: Value): void {
    const hash = keyOf(key)
    const entry = this.#entries.get(hash)
    if (entry) entry[1] = value
    else this.#entries.set(hash, [key, value])
  }

  delete(key: Value): boolean {
    return this.#entries.delete(keyOf(key))
  }

  clear(): void {
    this.#entries.clear()
  }

  keys(): Value[] {
    return Array.from(this.#entries.values(), entry => entry[0])
  }

  values(): Value[] {
    return Array.from(this.#entries.values(), entry => entry[1])
  }

  entries(): [Value, Value][] {
    return Array.from(this.#entries.values(), ([key, value]) => [key, value])
  }
}
