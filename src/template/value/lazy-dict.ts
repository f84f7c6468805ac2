import type {LazyMapping} from '../context.ts'
import {UndefinedVariable} from '../undefined-variable.ts'
import {Instance} from './instance.ts'
import {asText} from './text.ts'
import {Undefined} from './undefined.ts'
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
    try {
      const answer = this.#mapping.get(name)
      return answer.found ? this.#convert(answer.value) : undefined
    } catch (error) {
      return undefinedOf(error)
    }
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

/** A value that needs something undefined is undefined itself: a template may give it a default. */
function undefinedOf(error: unknown): Undefined {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof UndefinedVariable)) throw error
  return new Undefined(cause.variable, cause.message, cause.candidates)
}
