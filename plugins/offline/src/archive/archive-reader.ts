import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {text} from 'node:stream/consumers'
import {pipeline} from 'node:stream/promises'
import {createZstdDecompress} from 'node:zlib'
import {HiveError, reasonOf} from '@hive-ci/cli'
import {type ArchiveHeader, checksumsName, headerName, parseHeader} from './header.ts'
import {type TarEntry, tarEntries} from './tar-entries.ts'

/** The entries of an archive in their order. Throws what the file system, zstd or tar say. */
export function archiveEntries(file: string, signal: AbortSignal): AsyncGenerator<TarEntry> {
  const unpacked = createZstdDecompress()
  // A failure ends the stream that is read, which tells it.
  pipeline(createReadStream(file), unpacked, {signal}).catch(error => unpacked.destroy(error))
  return tarEntries(unpacked)
}

/**
 * Reads an archive from end to end and compares every checksum; returns what it is.
 * @throws HiveError OFFLINE_FAILED for a file that is none, is cut off, or was changed.
 */
export async function verifyArchive(file: string, signal: AbortSignal): Promise<ArchiveHeader> {
  const found = new Map<string, string>()
  let header: ArchiveHeader | undefined
  let expected: string | undefined
  try {
    for await (const entry of archiveEntries(file, signal)) {
      const {name} = entry.header
      if (name === checksumsName) expected = await text(entry.content)
      else if (name === headerName) header = parseHeader(await noted(found, entry))
      else if (entry.header.type === 'file') found.set(name, await checksum(entry.content))
      else entry.skip()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw invalid(file, `cannot be read to its end: ${reasonOf(error)}`, error)
  }
  if (header === undefined) throw invalid(file, 'is no archive of an offline cache that this version reads')
  if (expected === undefined) throw invalid(file, 'ends before its checksums')
  const lines = [...found].map(([name, sum]) => `${sum}  ${name}`)
  // A set: a cache has tens of thousands of files.
  const known = new Set(expected.split('\n').filter(line => line !== ''))
  const wrong = lines.find(line => !known.has(line))
  if (wrong !== undefined) throw invalid(file, `was changed: ${wrong.slice(66)} has another checksum`)
  if (lines.length !== known.size) throw invalid(file, 'lacks files its checksums name')
  return header
}

async function noted(found: Map<string, string>, {header, content}: TarEntry): Promise<string> {
  const body = await text(content)
  found.set(header.name, createHash('sha256').update(body).digest('hex'))
  return body
}

async function checksum(content: AsyncIterable<Uint8Array>): Promise<string> {
  const sum = createHash('sha256')
  for await (const chunk of content) sum.update(chunk)
  return sum.digest('hex')
}

function invalid(file: string, what: string, cause?: unknown): HiveError {
  return new HiveError('OFFLINE_FAILED', `${file} ${what}. Nothing was changed.`, {
    cause,
    suggestions: ['Copy it again from where "hive offline export" wrote it, and compare the sizes.'],
  })
}
