import {PassThrough} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {accepting, followToEnd, HiveError, type Session} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {Container} from 'dockerode'
import tar, {type Pack} from 'tar-stream'
import {archiveEntries, verifyArchive} from './archive/archive-reader.ts'
import type {TarEntry} from './archive/tar-entries.ts'
import {writeEntry} from './archive/write-entry.ts'
import {dataDirectory} from './cache-files.ts'
import {createContainer} from './container.ts'
import {removeCache} from './down.ts'
import {openEngine} from './engine.ts'
import {cacheNames} from './names.ts'
import {defaultPort, raiseCache, type UpReport} from './up.ts'

export interface ImportRequest {
  readonly file: string
  /** Port of this machine's loopback. */
  readonly port?: number
  /** What the stage's cache holds now may go. */
  readonly replace: boolean
}

/**
 * Makes the stage's cache out of an archive, and starts it, frozen. Nothing is touched before every checksum was compared.
 * Throws `HiveError` OFFLINE_FAILED.
 */
export async function importCache(
  session: Session,
  {file, port = defaultPort, replace}: ImportRequest,
): Promise<UpReport> {
  const {site, signal, report} = session
  const docker = await openEngine()
  const names = cacheNames(site)
  const hasData = (await accepting([404], docker.getVolume(names.name).inspect())) !== undefined
  if (hasData && !replace) throw present(site.stage)
  const say = (text: string) => report({type: 'progress', target: site.mother.name, text})
  say(`compares the checksums of ${file}`)
  const {image} = await verifyArchive(file, signal)
  if (hasData) await removeCache(session, {data: true, dryRun: false})
  say('loads the image of the cache')
  await loadImage(docker, entriesBelow('image/', file, signal))
  const container = await createContainer(docker, {names, image, port})
  say('unpacks what was recorded')
  await unpack(container, entriesBelow('data/', file, signal))
  return raiseCache(session, {port})
}

async function loadImage(docker: Docker, entries: AsyncIterable<TarEntry>): Promise<void> {
  const {stream, written} = packed(entries)
  await followToEnd(docker, await docker.loadImage(stream))
  await written
}

async function unpack(container: Container, entries: AsyncIterable<TarEntry>): Promise<void> {
  const {stream, written} = packed(entries)
  await container.putArchive(stream, {path: dataDirectory})
  await written
}

async function* entriesBelow(directory: string, file: string, signal: AbortSignal): AsyncGenerator<TarEntry> {
  for await (const entry of archiveEntries(file, signal)) {
    const {header} = entry
    if (!header.name.startsWith(directory)) entry.skip()
    else yield {...entry, header: {...header, name: header.name.slice(directory.length)}}
  }
}

/** A tar of the entries, made while it is read. */
function packed(entries: AsyncIterable<TarEntry>): {readonly stream: PassThrough; readonly written: Promise<void>} {
  const pack = tar.pack()
  const stream = new PassThrough()
  const piped = pipeline(pack, stream)
  const written = (async () => {
    for await (const entry of entries) await add(pack, entry)
    pack.finalize()
    await piped
  })()
  written.catch(error => stream.destroy(error))
  return {stream, written}
}

async function add(pack: Pack, {header, content, skip}: TarEntry): Promise<void> {
  if (header.type === 'file') return writeEntry(pack, header, content)
  skip()
  pack.entry(header)
}

function present(stage: string): HiveError {
  return new HiveError(
    'OFFLINE_FAILED',
    `Stage ${stage} has an offline cache on this machine, which holds something.`,
    {
      suggestions: ['Give --replace to have the archive in its place.'],
    },
  )
}
