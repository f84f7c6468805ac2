import {Instance} from '../value/instance.ts'

/** What `joiner(…)` makes: nothing at the first call, the separator at each later one. */
export class Joiner extends Instance {
  readonly typeName = 'Joiner'
  readonly #separator: string
  #wasCalled = false

  constructor(separator: string) {
    super()
    this.#separator = separator
  }

  override isCallable(): boolean {
    return true
  }

  override call(): string {
    const text = this.#wasCalled ? this.#separator : ''
    this.#wasCalled = true
    return text
  }
}
