import type Docker from 'dockerode'
import {engineReason} from '../docker/engine-reason.ts'
import {type RegistryLogin, registryAuth} from '../docker/registry-auth.ts'
import {HiveError} from '../error.ts'
import {downloadAdvice} from '../proxy/failure/download-advice.ts'
import {TransferProgress} from './transfer-progress.ts'

export interface Transfer {
  /** Image by repository and tag or digest. */
  readonly reference: string
  readonly login: RegistryLogin | undefined
  readonly progress: (text: string) => void
  readonly signal?: AbortSignal
}

/** Pulls an image. Throws `HiveError` REGISTRY_FAILED with the engine's reason. */
export async function pullImage(docker: Docker, transfer: Transfer): Promise<void> {
  const {reference, login} = transfer
  await follow(docker, transfer, 'pull', () => docker.pull(reference, login ? {authconfig: registryAuth(login)} : {}))
}

/** Pushes one tag of an image. Throws `HiveError` REGISTRY_FAILED with the engine's reason. */
export async function pushImage(docker: Docker, transfer: Transfer): Promise<void> {
  const {reference, login} = transfer
  const colon = reference.lastIndexOf(':')
  const image = docker.getImage(reference.slice(0, colon))
  await follow(docker, transfer, 'push', () =>
    image.push({tag: reference.slice(colon + 1), ...(login && {authconfig: registryAuth(login)})}),
  )
}

async function follow(
  docker: Docker,
  {reference, progress, signal}: Transfer,
  action: 'pull' | 'push',
  start: () => Promise<NodeJS.ReadableStream>,
): Promise<void> {
  const counter = new TransferProgress(percent => progress(`${action} of ${reference}: ${percent} %`))
  try {
    signal?.throwIfAborted()
    progress(`${action} of ${reference} starts`)
    const stream = await start()
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), {once: true})
      docker.modem.followProgress(
        stream,
        error => (error ? reject(error) : resolve()),
        event => (event.error === undefined ? counter.take(event) : reject(new Error(String(event.error)))),
      )
    })
  } catch (error) {
    signal?.throwIfAborted()
    throw new HiveError('REGISTRY_FAILED', `Image ${reference} could not be ${action}ed: ${engineReason(error)}.`, {
      cause: error,
      suggestions: downloadAdvice(engineReason(error)),
    })
  }
}
