import {createHash} from 'node:crypto'
import {readdir, readFile, stat} from 'node:fs/promises'
import {findPackageJSON} from 'node:module'
import {dirname, join} from 'node:path'
import {Readable} from 'node:stream'
import {HiveError} from '@hive-ci/cli'
import tar from 'tar-stream'
import {ensureBaseImage} from './base-image.ts'
import {accepting, engineMessage} from './engine-error.ts'
import {followToEnd, type ImageRequest} from './image-progress.ts'

interface SourceFile {
  readonly name: string
  readonly mode: number
  readonly content: Buffer
}

/** The image nodes are made of, `hive-node:<hash of images/node>`; built when the engine does not have it. */
export async function ensureNodeImage(request: ImageRequest): Promise<string> {
  const directory = nodeImageDirectory()
  const files = await readFiles(directory)
  const tag = `hive-node:${hash(files)}`
  if (await accepting([404], request.docker.getImage(tag).inspect())) return tag

  await ensureBaseImage(request, join(directory, 'base-image'))
  request.progress(`Building the node image ${tag}.`)
  await build(request, files, tag)
  return tag
}

/** An image of the user's own (`image_name`): pulled when the engine does not have it. */
export async function ensureGivenImage({docker, signal, progress}: ImageRequest, tag: string): Promise<string> {
  if (await accepting([404], docker.getImage(tag).inspect())) return tag
  progress(`Pulling the node image ${tag}.`)
  try {
    await followToEnd(docker, await docker.pull(tag, {abortSignal: signal}))
    return tag
  } catch (error) {
    throw new HiveError('IMAGE_FAILED', `The node image ${tag} could not be pulled: ${engineMessage(error)}.`, {
      cause: error,
      suggestions: ['Correct image_name in hive.yml, or leave it out to have a node image built.'],
    })
  }
}

/** images/node of the installed hive. */
function nodeImageDirectory(): string {
  const manifest = findPackageJSON('@hive-ci/cli', import.meta.url)
  if (manifest === undefined) throw new Error('@hive-ci/cli is not installed beside @hive-ci/provider-docker')
  return join(dirname(manifest), 'images', 'node')
}

async function build(
  {docker, signal, progress}: ImageRequest,
  files: readonly SourceFile[],
  tag: string,
): Promise<void> {
  const context = tar.pack()
  for (const {name, mode, content} of files) context.entry({name, mode, mtime: new Date(0)}, content)
  context.finalize()
  let last = ''
  try {
    // The engine's own network, so that a mirror or proxy on the machine itself is reached under its own name.
    const options = {t: tag, networkmode: 'host', forcerm: true, abortSignal: signal}
    await followToEnd(docker, await docker.buildImage(Readable.from(context), options), item => {
      const line = item.stream?.trim() ?? ''
      if (line.startsWith('Step ')) progress(`Building the node image: ${line.slice(0, 72)}`)
      if (line !== '') last = line
    })
  } catch (error) {
    throw new HiveError(
      'IMAGE_FAILED',
      `The node image could not be built: ${engineMessage(error)}. Last line: ${last}`,
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
