import {fail} from '../failure.ts'
import {Callable} from '../value/callable.ts'
import {Instance} from '../value/instance.ts'
import {none} from '../value/none.ts'
import type {Value} from '../value/value.ts'

/** What `cycler(…)` makes: hands out its items in turn. */
export class Cycler extends Instance {
  readonly typeName = 'Cycler'
  readonly #items: readonly Value[]
  #position = 0

  constructor(items: readonly Value[]) {
    super()
    if (items.length === 0) fail('cycler() needs at least one item')
    this.#items = items
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#position]
    if (name === 'next') return new Callable(name, () => this.#next())
    return name === 'reset' ? new Callable(name, () => this.#reset()) : undefined
  }

  #next(): Value {
    const item = this.#items[this.#position] ?? none
    this.#position = (this.#position + 1) % this.#items.length
    return item
  }

  #reset(): Value {
    this.#position = 0
    return none
  }
}
