import type {Header, Pack} from 'tar-stream'

/** Writes an entry into a tar, no faster than the tar is read. */
export async function writeEntry(pack: Pack, header: Header, content: AsyncIterable<Uint8Array>): Promise<void> {
  const {promise: written, resolve, reject} = Promise.withResolvers<void>()
  const target = pack.entry(header, error => (error ? reject(error) : resolve()))
  // Told through the promise, which is not waited for before the end.
  written.catch(() => undefined)
  for await (const chunk of content) {
    if (target.write(chunk)) continue
    await new Promise<void>(drained => target.once('drain', () => drained()))
  }
  target.end(null)
  await written
}
