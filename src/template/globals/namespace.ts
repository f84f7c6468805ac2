import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {repr} from '../value/text.ts'
import type {Value} from '../value/value.ts'

/** What `namespace()` makes: members that keep their value across blocks. */
export class Namespace extends Instance {
  readonly typeName = 'Namespace'
  readonly #members = new Map<string, Value>()

  constructor(members: Iterable<readonly [string, Value]>) {
    super()
    for (const [name, value] of members) this.#members.set(name, value)
  }

  assign(name: string, value: Value): void {
    this.#members.set(name, value)
  }

  override attribute(name: string): Value | undefined {
    return this.#members.get(name)
  }

  override repr(): string {
    return `<Namespace ${repr(new Dict(this.#members))}>`
  }
}
