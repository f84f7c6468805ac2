import type Docker from 'dockerode'
import type {Container} from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {reasonOf} from '../error.ts'
import type {Image, Site} from '../site/site.ts'
import type {BaseConfig} from './commit-config.ts'
import {type Keeping, keepings} from './keep-alive.ts'
import {buildLabels} from './labels.ts'

/** Seconds an image's own init may take to end before it is ended. */
const initGrace = 60

/** The name of the container an image is built in. */
export function buildContainerName(service: string): string {
  return `build_image_${service}`
}

export interface BuildContainerRequest {
  readonly docker: Docker
  readonly site: Site
  readonly image: Image
  /** Reference to create it from, present on the engine. */
  readonly base: string
  readonly baseConfig: BaseConfig
}

/** Starts a clean build container in place of an earlier one. Its environment is the image's, without any proxy. */
export async function startBuildContainer(request: BuildContainerRequest): Promise<Container> {
  const ways = keepings(request.image, request.baseConfig)
  for (const [index, keeping] of ways.entries()) {
    const container = await create(request, keeping)
    try {
      await container.start()
      return container
    } catch (error) {
      if (index === ways.length - 1 || !reasonOf(error).includes('operation not permitted')) throw error
    }
  }
  throw new Error(`no way to run ${buildContainerName(request.image.service)}`)
}

/** Ends what runs in the container, gently where it is an init. */
export async function stopBuildContainer(container: Container, image: Image): Promise<void> {
  if (image.standalone) await container.stop({t: initGrace})
  else await container.kill({signal: 'SIGTERM'})
  await container.wait()
}

/** Removes a container with what it wrote; one that is gone is gone. */
export async function removeContainer(container: Container): Promise<void> {
  try {
    await container.remove({force: true, v: true})
  } catch (error) {
    // 409: another removal is under way.
    if (engineStatus(error) !== 404 && engineStatus(error) !== 409) throw error
  }
}

async function create({docker, site, image, base}: BuildContainerRequest, keeping: Keeping): Promise<Container> {
  const name = buildContainerName(image.service)
  await removeContainer(docker.getContainer(name))
  return docker.createContainer({
    name,
    Hostname: image.name,
    Image: base,
    Env: Object.entries(image.env).map(([variable, value]) => `${variable}=${value}`),
    Labels: buildLabels(site, image),
    ...(image.stopSignal !== undefined && {StopSignal: image.stopSignal}),
    ...(image.user !== undefined && {User: image.user}),
    ...(image.workingDirectory !== undefined && {WorkingDir: image.workingDirectory}),
    ...keeping,
  })
}
