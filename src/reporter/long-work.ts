/** Work that was begun and of which nothing has been heard since. */
interface Work {
  readonly text: string
  readonly since: number
  isTold: boolean
}

/** Milliseconds. */
export interface Patience {
  /** How long work may take before it is named. */
  readonly first: number
  /** How long nothing may be printed before work is named again. */
  readonly again: number
}

/** Decides which work is worth a line: short work is over before anybody asks what takes so long. */
export class LongWork {
  readonly #patience: Patience
  readonly #works = new Map<string, Work>()

  constructor(patience: Patience) {
    this.#patience = patience
  }

  /** Something new is done for a target; what was done for it before is over. */
  begin(target: string, text: string, now: number): void {
    this.#works.set(target, {text, since: now, isTold: false})
  }

  end(target: string): void {
    this.#works.delete(target)
  }

  clear(): void {
    this.#works.clear()
  }

  /** Lines to print now, when the last one was printed at `lastWrite`. */
  due(now: number, lastWrite: number): string[] {
    const isSilent = now - lastWrite >= this.#patience.again
    return [...this.#works].flatMap(([target, work]) => {
      if (work.isTold) return isSilent ? [`${target}: ${work.text} (for ${seconds(now - work.since)})`] : []
      if (now - work.since < this.#patience.first) return []
      work.isTold = true
      return [`${target}: ${work.text}`]
    })
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`
}
