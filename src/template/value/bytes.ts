/** Python's `bytes`: what `encode()` returns. */
export class Bytes {
  readonly typeName = 'bytes'
  readonly content: Buffer

  constructor(content: Buffer) {
    this.content = content
  }
}
