import {pipeline} from 'node:stream/promises'
import tar, {type Header} from 'tar-stream'

/** A file, directory or link in a tar. */
export interface TarEntry {
  readonly header: Header
  /** Has to be read to its end, or skipped, before the next entry comes. */
  readonly content: AsyncIterable<Uint8Array>
  skip(): void
}

/** The entries of a tar in their order. Throws what the stream or tar say. */
export async function* tarEntries(stream: NodeJS.ReadableStream): AsyncGenerator<TarEntry> {
  const extract = tar.extract()
  const read = pipeline(stream, extract)
  // A failure reaches the loop through the stream as well; it must not be unhandled meanwhile.
  read.catch(() => undefined)
  for await (const entry of extract) {
    yield {header: entry.header, content: bytesOf(entry), skip: () => entry.resume()}
  }
  await read
}

async function* bytesOf(content: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) if (chunk instanceof Uint8Array) yield chunk
}
