import {createHash} from 'node:crypto'
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {buffer, text} from 'node:stream/consumers'
import {zstdCompressSync, zstdDecompressSync} from 'node:zlib'
import tar from 'tar-stream'
import {beforeEach, describe, expect, it} from 'vitest'
import {archiveEntries, verifyArchive} from '../src/archive/archive-reader.ts'
import {writeArchive} from '../src/archive/archive-writer.ts'

const header = {
  format: 1,
  site: 'shop.example',
  stage: 'private',
  image: 'hive-offline:1',
  frozenAt: '2026-01-01T00:00:00Z',
}
const {signal} = new AbortController()
let directory: string
let file: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-archive-'))
  file = join(directory, 'cache.tar.zst')
  return () => rm(directory, {recursive: true})
})

function source(): Readable {
  const pack = tar.pack()
  pack.entry({name: 'store', type: 'directory'})
  pack.entry({name: 'store/one', uid: 13}, 'first object')
  pack.entry({name: 'store/index'}, 'written to all the time')
  pack.entry({name: 'store/two'}, 'x'.repeat(300_000))
  pack.finalize()
  return Readable.from(pack)
}

async function write() {
  await writeArchive(file, signal, async writer => {
    writer.text('hive-offline.json', JSON.stringify(header))
    await writer.tar('data', source(), name => name === 'store/index')
  })
}

async function change(edit: (content: Buffer) => Buffer) {
  await writeFile(file, zstdCompressSync(edit(zstdDecompressSync(await readFile(file)))))
}

describe('an archive', () => {
  it('has what was put into it, with owners, and a checksum of each file', async () => {
    await write()
    expect(await verifyArchive(file, signal)).toEqual(header)
    const entries: string[] = []
    for await (const {header: entry, content} of archiveEntries(file, signal)) {
      entries.push(`${entry.name} ${entry.uid} ${(await text(content)).length}`)
    }
    expect(entries).toEqual([
      `hive-offline.json 0 ${JSON.stringify(header).length}`,
      'data/store 0 0',
      'data/store/one 13 12',
      'data/store/two 0 300000',
      expect.stringMatching(/^SHA256SUMS 0 \d+$/),
    ])
  })

  it('has its name only when it is whole', async () => {
    const failing = writeArchive(file, signal, async writer => {
      writer.text('hive-offline.json', '{}')
      throw new Error('the engine is gone')
    })
    await expect(failing).rejects.toThrow('the engine is gone')
    expect(await readdir(directory)).toEqual([])
  })

  it('is refused when a file in it was changed', async () => {
    await write()
    await change(content => {
      content.write('F', content.indexOf('first object'))
      return content
    })
    await expect(verifyArchive(file, signal)).rejects.toThrow(
      `${file} was changed: data/store/one has another checksum. Nothing was changed.`,
    )
  })

  it('is refused when it lacks a file its checksums name', async () => {
    const notes = JSON.stringify(header)
    const sum = createHash('sha256').update(notes).digest('hex')
    const pack = tar.pack()
    pack.entry({name: 'hive-offline.json'}, notes)
    pack.entry({name: 'SHA256SUMS'}, `${sum}  hive-offline.json\n${sum}  data/store/one\n`)
    pack.finalize()
    await writeFile(file, zstdCompressSync(await buffer(Readable.from(pack))))
    await expect(verifyArchive(file, signal)).rejects.toThrow(`${file} lacks files its checksums name.`)
  })

  it('is refused when its end is missing', async () => {
    await write()
    const content = await readFile(file)
    await writeFile(file, content.subarray(0, content.length / 2))
    await expect(verifyArchive(file, signal)).rejects.toThrow(`${file} cannot be read to its end: `)
    await write()
    await change(whole => whole.subarray(0, whole.indexOf('data/store/two')))
    await expect(verifyArchive(file, signal)).rejects.toThrow(/ends before its checksums|cannot be read to its end/)
  })

  it('is refused when it is something else', async () => {
    await writeFile(file, 'a text')
    await expect(verifyArchive(file, signal)).rejects.toThrow(`${file} cannot be read to its end: `)
    await writeArchive(file, signal, async writer => writer.text('notes', 'hello'))
    await expect(verifyArchive(file, signal)).rejects.toThrow(
      'is no archive of an offline cache that this version reads',
    )
  })
})
