import {createHash} from 'node:crypto'
import {readdir, readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import tar from 'tar-stream'
import {HiveError} from '../error.ts'
import {ensureBaseImage} from './base-image.ts'
import {downloadVariables} from './download-variables.ts'
import {engineReason} from './engine-reason.ts'
import {findImage} from './find-image.ts'
import {followToEnd, type ImageRequest} from './image-progress.ts'

interface SourceFile {
  readonly name: string
  readonly mode: number
  readonly content: Buffer
}

/**
 * An image of hive's own, `hive-<name>:<hash of images/name>`; built on a small Debian when the engine does not have it.
 * Returns its tag. Throws `HiveError` IMAGE_FAILED.
 */
export async function ensureOwnImage(request: ImageRequest, name: string): Promise<string> {
  const images = fileURLToPath(new URL('../../images', import.meta.url))
  const files = await readFiles(join(images, name))
  const tag = `hive-${name}:${hash(files)}`
  if (await findImage(request.docker, tag)) return tag

  await ensureBaseImage(request, join(images, 'node', 'base-image'))
  request.progress(`Building the ${name} image ${tag}.`)
  await build(request, {files, tag, name})
  return tag
}

interface Build {
  readonly files: readonly SourceFile[]
  readonly tag: string
  readonly name: string
}

async function build(request: ImageRequest, {files, tag, name}: Build): Promise<void> {
  const {docker, signal, progress} = request
  const context = tar.pack()
  for (const {name, mode, content} of files) context.entry({name, mode, mtime: new Date(0)}, content)
  context.finalize()
  // Docker keeps arguments of the proxies' names out of the image and its history.
  const buildargs = downloadVariables(request)
  let last = ''
  try {
    // The engine's own network, so that a mirror or proxy on the machine itself is reached under its own name.
    const options = {t: tag, networkmode: 'host', forcerm: true, abortSignal: signal, buildargs}
    await followToEnd(docker, await docker.buildImage(Readable.from(context), options), item => {
      const line = item.stream?.trim() ?? ''
      if (line.startsWith('Step ')) progress(`Building the ${name} image: ${line.slice(0, 72)}`)
      if (line !== '') last = line
    })
  } catch (error) {
    throw new HiveError(
      'IMAGE_FAILED',
      `The ${name} image could not be built: ${engineReason(error)}. Last line: ${last}`,
      {
        cause: error,
        suggestions: ['Check that the engine reaches the Debian archive; run the same command again to continue.'],
      },
    )
  }
}

function hash(files: readonly SourceFile[]): string {
  const sum = createHash('sha256')
  for (const {name, mode, content} of files) sum.update(`${name}\0${mode}\0${content.length}\0`).update(content)
  return sum.digest('hex').slice(0, 12)
}

async function readFiles(directory: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(directory, {recursive: true, withFileTypes: true})
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(paths.sort().map(path => readSource(directory, path)))
}

/** Only the executable bit is kept: a clone's umask must not change the image. */
async function readSource(directory: string, path: string): Promise<SourceFile> {
  const {mode} = await stat(path)
  return {
    name: path.slice(directory.length + 1),
    mode: (mode & 0o100) === 0 ? 0o644 : 0o755,
    content: await readFile(path),
  }
}
