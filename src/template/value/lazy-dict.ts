import type {LazyMapping} from '../context.ts'
import {Instance} from './instance.ts'
import {asText} from './text.ts'
import type {Value} from './value.ts'

/** A caller's lazy mapping as templates see it. */
export class LazyDict extends Instance {
  readonly typeName = 'dict'
  readonly #mapping: LazyMapping
  readonly #convert: (value: unknown) => Value

  constructor(mapping: LazyMapping, convert: (value: unknown) => Value) {
    super()
    this.#mapping = mapping
    this.#convert = convert
  }

  override item(key: Value): Value | undefined {
    const name = asText(key)
    if (name === undefined) return undefined
    const answer = this.#mapping.get(name)
    return answer.found ? this.#convert(answer.value) : undefined
  }

  override elements(): Iterable<Value> {
    return this.#mapping.keys()
  }

  override size(): number {
    return this.#mapping.keys().length
  }

  override isMapping(): boolean {
    return true
  }

  override repr(): string {
    return '<lazy mapping>'
  }
}
