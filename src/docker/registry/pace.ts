import {setTimeout} from 'node:timers/promises'

/** Requests that must succeed before one more may go on at once. */
const patience = 20

/**
 * How many requests one registry gets at once: as many as allowed, half of them after each complaint, slowly more again.
 * A registry that asks to be left alone gets nothing for that long.
 */
export class Pace {
  readonly #most: number
  #limit: number
  #active = 0
  #successes = 0
  #quietUntil = 0
  #lastHalved = 0
  readonly #waiting: (() => void)[] = []

  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  /** Requests that may go on at once now. */
  get limit(): number {
    return this.#limit
  }

  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      const quiet = this.#quietUntil - Date.now()
      if (quiet > 0) await setTimeout(quiet, undefined, {signal})
      return await work()
    } finally {
      this.#active -= 1
      this.#wake()
    }
  }

  succeeded(): void {
    this.#successes += 1
    if (this.#successes < patience || this.#limit === this.#most) return
    this.#successes = 0
    this.#limit += 1
    this.#wake()
  }

  /** @param started When the request began: complaints about requests of before the last change change nothing. */
  complained(started: number, retryAfter = 0): void {
    this.#successes = 0
    this.#quietUntil = Math.max(this.#quietUntil, Date.now() + retryAfter)
    if (started < this.#lastHalved) return
    this.#lastHalved = Date.now()
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
  }

  async #enter(): Promise<void> {
    while (this.#active >= this.#limit) await new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#active += 1
  }

  #wake(): void {
    for (let free = this.#limit - this.#active; free > 0; free -= 1) this.#waiting.shift()?.()
  }
}
