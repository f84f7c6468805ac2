import {once} from 'node:events'
import {Readable} from 'node:stream'
import {text} from 'node:stream/consumers'
import {accepting} from '@hive-ci/cli'
import type {Container} from 'dockerode'
import tar from 'tar-stream'

export const dataDirectory = '/var/lib/hive-offline'

/** A file of the volume; `isSecret` keeps it from everybody but root. */
export interface CacheFile {
  readonly path: string
  readonly content: string
  readonly isSecret?: boolean
}

/** Puts files into the volume, whether the cache runs or not; directories on the way are made. */
export async function writeCacheFiles(container: Container, files: readonly CacheFile[]): Promise<void> {
  const archive = tar.pack()
  for (const {path, content, isSecret = false} of files) {
    archive.entry({name: path, mode: isSecret ? 0o600 : 0o644}, content)
  }
  archive.finalize()
  await container.putArchive(Readable.from(archive), {path: dataDirectory})
}

/** A file of the volume as text; undefined when it is not there. */
export async function readCacheFile(container: Container, path: string): Promise<string | undefined> {
  const archive = await accepting([404], container.getArchive({path: `${dataDirectory}/${path}`}))
  if (archive === undefined) return undefined
  const extract = tar.extract()
  let content = ''
  extract.on('entry', async (_header, stream, next) => {
    content += await text(stream)
    next()
  })
  archive.pipe(extract)
  await once(extract, 'finish')
  return content
}
