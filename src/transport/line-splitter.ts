import {StringDecoder} from 'node:string_decoder'

/** Longer lines are passed on in pieces, so a host that never ends a line cannot fill our memory. */
const longestLine = 1_000_000

/** Cuts a stream of bytes into lines of text, whatever the boundaries of its chunks. */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Uint8Array): void {
    const parts = this.#decoder.write(Buffer.from(chunk)).split('\n')
    parts[0] = this.#rest + (parts[0] ?? '')
    this.#rest = parts.pop() ?? ''
    for (const line of parts) this.#onLine(line)
    if (this.#rest.length > longestLine) this.#flush()
  }

  /** Passes on a last line that has no newline. */
  end(): void {
    this.#rest += this.#decoder.end()
    if (this.#rest !== '') this.#flush()
  }

  #flush(): void {
    const line = this.#rest
    this.#rest = ''
    this.#onLine(line)
  }
}
