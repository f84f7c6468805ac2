import {type Key, keyOf} from './key.ts'
import type {Value} from './value.ts'

/** Python's `set`, here kept in the order of insertion (Python's own order is arbitrary). */
export class Members {
  readonly typeName = 'set'
  readonly #members = new Map<Key, Value>()

  constructor(members: Iterable<Value> = []) {
    for (const member of members) {
      const key = keyOf(member)
      if (!this.#members.has(key)) this.#members.set(key, member)
    }
  }

  get size(): number {
    return this.#members.size
  }

  has(member: Value): boolean {
    return this.#members.has(keyOf(member))
  }

  values(): Value[] {
    return [...this.#members.values()]
  }
}
