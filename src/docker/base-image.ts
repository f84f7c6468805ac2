import {createReadStream} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type Docker from 'dockerode'
import {execa} from 'execa'
import {HiveError} from '../error.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import {downloadVariables} from './download-variables.ts'
import {engineReason} from './engine-reason.ts'
import {findImage} from './find-image.ts'
import {followToEnd, type ImageRequest} from './image-progress.ts'

/** What hive's own images stand on: a small Debian 12. */
const baseImage = 'hive-base:bookworm'

const published = 'debian:bookworm-slim'

/** Milliseconds until a registry that says nothing counts as out of reach. */
const registryPatience = 10_000

/** Makes the base image unless the engine has it: pulled where a registry answers, else made from Debian packages. */
export async function ensureBaseImage(request: ImageRequest, script: string): Promise<void> {
  const {docker, progress} = request
  if (await findImage(docker, baseImage)) return
  const refusal = await pull(docker)
  if (refusal === undefined) return progress(`Pulled ${published} as ${baseImage}.`)
  progress(`No registry gives ${published}; making ${baseImage} from Debian packages.`)
  await makeFromPackages(request, script, refusal)
}

/** The reason why not, or undefined when it went well. */
async function pull(docker: Docker): Promise<string | undefined> {
  const {signal, answered} = untilAnswer()
  try {
    const stream = await docker.pull(published, {abortSignal: signal})
    answered()
    await followToEnd(docker, stream)
    await docker.getImage(published).tag({repo: 'hive-base', tag: 'bookworm'})
    return undefined
  } catch (error) {
    return engineReason(error)
  } finally {
    answered()
  }
}

/** The engine answers a pull as soon as the registry does; after that it may take as long as it takes. */
function untilAnswer(): {signal: AbortSignal; answered: () => void} {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), registryPatience)
  return {signal: controller.signal, answered: () => clearTimeout(timer)}
}

async function makeFromPackages(request: ImageRequest, script: string, refusal: string): Promise<void> {
  const {docker, signal} = request
  const directory = await mkdtemp(join(tmpdir(), 'hive-base-'))
  const file = join(directory, 'root.tar')
  try {
    const env = {...withoutOwnSecrets(process.env), ...downloadVariables(request)}
    await execa(script, [file], {cancelSignal: signal, env})
    const options = {repo: 'hive-base', tag: 'bookworm', changes: 'CMD ["bash"]'}
    await followToEnd(docker, await docker.importImage(createReadStream(file), options))
  } catch (error) {
    const reason = error instanceof Error && 'stderr' in error ? lastLine(String(error.stderr)) : engineReason(error)
    throw new HiveError(
      'IMAGE_FAILED',
      `There is no base image for hive's own images: ${published} could not be pulled (${refusal}), and making one from Debian ` +
        `packages failed (${reason}).`,
      {
        cause: error,
        suggestions: [
          'On Debian, run "apt-get install mmdebstrap" as root, and run the same command again as root.',
          `Elsewhere, load an image of Debian 12 into the engine and tag it ${baseImage}.`,
        ],
      },
    )
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
