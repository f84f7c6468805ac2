/** Calls back when a host has said nothing for too long; every sign of life starts the time anew. */
export class Silence {
  readonly #onSilent: (seconds: number) => void
  #timer: NodeJS.Timeout | undefined

  constructor(onSilent: (seconds: number) => void) {
    this.#onSilent = onSilent
  }

  /** The next sign of life is expected within these seconds. */
  expect(seconds: number): void {
    this.end()
    this.#timer = setTimeout(() => this.#onSilent(seconds), seconds * 1000)
    this.#timer.unref()
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
