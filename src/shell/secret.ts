import {inspect} from 'node:util'

/**
 * A value that must never be read by a human: it prints as `***` wherever it is converted to text, JSON or a debug
 * view. `reveal` is the only door, so every place that lets a secret out can be found by name.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  [inspect.custom](): string {
    return '***'
  }
}

/** Wraps a value as {@link Secret}; wrapping twice is harmless. */
export function secret(value: string | Secret): Secret {
  return value instanceof Secret ? value : new Secret(value)
}
