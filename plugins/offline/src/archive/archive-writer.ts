import {createHash} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {rename, rm} from 'node:fs/promises'
import {pipeline} from 'node:stream/promises'
import {createZstdCompress} from 'node:zlib'
import tar, {type Header, type Pack} from 'tar-stream'
import {checksumsName} from './header.ts'
import {tarEntries} from './tar-entries.ts'
import {writeEntry} from './write-entry.ts'

/** Puts files into an archive; the checksum of each is noted on the way. */
export interface ArchiveWriter {
  text(name: string, content: string): void
  /** All entries of another tar but those `skip` names, under a directory. */
  tar(directory: string, stream: NodeJS.ReadableStream, skip?: (name: string) => boolean): Promise<void>
}

/**
 * Writes an archive, a tar with zstd, in one pass: neither memory nor disk ever hold it twice. The file has its name only
 * when it is whole.
 */
export async function writeArchive(
  file: string,
  signal: AbortSignal,
  fill: (writer: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const pack = tar.pack()
  const sums: string[] = []
  const draft = `${file}.partial`
  const filled = fill(archiveWriter(pack, sums)).then(
    () => {
      pack.entry({name: checksumsName, mtime: new Date(0)}, sums.join(''))
      pack.finalize()
    },
    error => pack.destroy(error),
  )
  try {
    await pipeline(pack, createZstdCompress(), createWriteStream(draft, {mode: 0o600, flush: true}), {signal})
    await filled
    await rename(draft, file)
  } finally {
    await rm(draft, {force: true})
  }
}

function archiveWriter(pack: Pack, sums: string[]): ArchiveWriter {
  return {
    text(name, content) {
      sums.push(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`)
      pack.entry({name, mtime: new Date(0)}, content)
    },
    async tar(directory, stream, skip = () => false) {
      for await (const entry of tarEntries(stream)) {
        const {header, content} = entry
        const name = `${directory}/${header.name}`
        if (header.type === 'file' && !skip(header.name)) {
          sums.push(`${await copyEntry(pack, {...header, name}, content)}  ${name}\n`)
        } else {
          entry.skip()
          if (header.type === 'directory') pack.entry({...header, name})
        }
      }
    },
  }
}

async function copyEntry(pack: Pack, header: Header, content: AsyncIterable<Uint8Array>): Promise<string> {
  const sum = createHash('sha256')
  await writeEntry(
    pack,
    header,
    noting(content, chunk => sum.update(chunk)),
  )
  return sum.digest('hex')
}

async function* noting(
  content: AsyncIterable<Uint8Array>,
  note: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    note(chunk)
    yield chunk
  }
}
