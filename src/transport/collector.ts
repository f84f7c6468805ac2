import {LineSplitter} from './line-splitter.ts'

/** Takes a stream of a command: hands its lines on as they come, or keeps it all where nobody asked for lines. */
export class Collector {
  readonly #chunks: Uint8Array[] = []
  readonly #splitter: LineSplitter | undefined

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#splitter = onLine && new LineSplitter(onLine)
  }

  write(chunk: Uint8Array): void {
    if (this.#splitter) this.#splitter.write(chunk)
    else this.#chunks.push(chunk)
  }

  /** Everything that was not handed on. */
  end(): string {
    this.#splitter?.end()
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}
