import type {Container} from 'dockerode'
import {engineReason} from '../docker/engine-reason.ts'
import {mirrorAdvice} from '../docker/mirror-advice.ts'
import {HiveError, reasonOf} from '../error.ts'
import {downloadAdvice} from '../proxy/failure/download-advice.ts'
import type {Site} from '../site/site.ts'
import {containerConnection} from '../transport/docker.ts'
import type {RoleTotals} from './applied-roles.ts'
import {applyRoles} from './apply-roles.ts'
import {awaitInit} from './await-init.ts'
import {fetchBase} from './base-image.ts'
import {removeContainer, startBuildContainer, stopBuildContainer} from './build-container.ts'
import {buildEnvironment} from './build-environment.ts'
import {withBuildMirrors} from './build-mirrors.ts'
import type {BuildRoom} from './build-room.ts'
import {commitConfig} from './commit-config.ts'
import {imageLabels} from './labels.ts'
import type {ImagePlan} from './plan.ts'
import {publishImage} from './publish.ts'
import {repositoryHost} from './repository-host.ts'
import {roleEnvironment} from './role-environment.ts'

/**
 * Builds an image from a clean container and pushes it. A container in which a role failed is kept to be looked into; one
 * of an interrupted build is removed.
 * @throws HiveError IMAGE_FAILED that tells how to look into the container, REGISTRY_FAILED, INTERRUPTED.
 */
export async function buildImage(room: BuildRoom, plan: ImagePlan): Promise<RoleTotals> {
  const {docker, session} = room
  const {image, base} = plan
  const progress = (text: string) => session.report({type: 'progress', target: image.service, text})
  await fetchBase(docker, base, room.logins, progress).catch(error => {
    throw lackedByMirror(session.site, error)
  })
  const {Config: baseConfig} = await docker.getImage(base.reference).inspect()
  progress('starts a build container')
  const container = await startBuildContainer({
    docker,
    site: session.site,
    image,
    base: base.reference,
    baseConfig,
  }).catch(error => {
    throw unstartable(plan, error)
  })
  const totals = await fill(room, plan, container)
  progress('commits the image')
  await stopBuildContainer(container, image)
  await container.commit({
    repo: plan.repository,
    tag: plan.content.hash,
    comment: 'hive build-images',
    ...commitConfig(image, baseConfig, imageLabels(session.site, image, plan.content)),
    ...roleEnvironment(plan, session.site, baseConfig.Env),
  })
  await removeContainer(container)
  await publishImage(room, plan)
  return totals
}

async function fill(room: BuildRoom, plan: ImagePlan, container: Container): Promise<RoleTotals> {
  const {session, docker} = room
  const {image, roles} = plan
  const host = repositoryHost(session.site)
  try {
    const inside = containerConnection(docker, container.id, {name: image.service})
    if (image.standalone) await awaitInit(inside, session.signal)
    const [connection, environment] = await Promise.all([session.hosts.connect(host), buildEnvironment(session, host)])
    const target = {session, docker, connection, environment, container: container.id, object: image}
    return await withBuildMirrors(host, inside, () =>
      applyRoles({...target, service: image.service, checkMode: false}, roles),
    )
  } catch (error) {
    if (session.signal.aborted) await removeContainer(container)
    session.signal.throwIfAborted()
    throw failedIn(plan, error)
  }
}

function failedIn({image}: ImagePlan, error: unknown): HiveError {
  const given = error instanceof HiveError ? error.suggestions : []
  const suggestions = given.length > 0 ? given : downloadAdvice(reasonOf(error))
  return new HiveError(
    'IMAGE_FAILED',
    `Image of ${image.service}: ${sentence(reasonOf(error))} Its build container is kept: look into it with "hive build-images --shell ${image.service}".`,
    {cause: error, suggestions},
  )
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function lackedByMirror({settings}: Site, error: unknown): unknown {
  const suggestions = mirrorAdvice(settings, reasonOf(error))
  if (!(error instanceof HiveError) || suggestions.length === 0) return error
  return new HiveError(error.code, error.message, {cause: error, suggestions})
}

function unstartable({image, base}: ImagePlan, error: unknown): unknown {
  if (error instanceof HiveError) return error
  return new HiveError(
    'IMAGE_FAILED',
    `Image of ${image.service}: no container can be started from ${base.reference}: ${engineReason(error)}.`,
    {cause: error},
  )
}
