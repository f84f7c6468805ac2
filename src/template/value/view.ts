import {Instance} from './instance.ts'
import {repr} from './text.ts'
import type {Value} from './value.ts'

/** What `keys()`, `values()` and `items()` of a mapping return. */
export class View extends Instance {
  readonly typeName: string
  readonly #items: () => readonly Value[]

  constructor(typeName: 'dict_keys' | 'dict_values' | 'dict_items', items: () => readonly Value[]) {
    super()
    this.typeName = typeName
    this.#items = items
  }

  override elements(): readonly Value[] {
    return this.#items()
  }

  override size(): number {
    return this.#items().length
  }

  override isUnrolled(): boolean {
    return true
  }

  override repr(): string {
    return `${this.typeName}(${repr([...this.#items()])})`
  }
}
