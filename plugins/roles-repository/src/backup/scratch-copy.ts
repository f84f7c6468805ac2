import {randomUUID} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {engineStatus, HiveError, type Host, type Session, sh} from '@hive-ci/cli'
import type Docker from 'dockerode'
import {connectRepository} from './repository.ts'

/** `directory` entries need a copy in which nothing else runs; `command` entries one that runs as the service does. */
export type CopyKind = 'directory' | 'command'

export interface ScratchCopy {
  /** As `hive-backup.sh --into` takes it. */
  readonly place: string
  remove(): Promise<void>
}

const label = 'hive.drill'

/**
 * A container like the service's task on the same host, with new, empty volumes and no network. Throws `HiveError`
 * SERVICE_FAILED when the service has no running task or the copy does not come up.
 */
export async function makeScratchCopy(session: Session, service: string, kind: CopyKind): Promise<ScratchCopy> {
  const {host, container} = await findTask(session, service)
  const docker = await session.hosts.engine(host)
  await removeLeftovers(docker, service)
  const copy = await docker.createContainer(copyOf(await docker.getContainer(container).inspect(), service, kind))
  const remove = () => removeContainer(docker, copy.id)
  try {
    await copy.start()
    await awaitHealth(copy, service, session.signal)
  } catch (error) {
    await remove()
    throw error
  }
  return {place: `tcp://${host.name}:2376,${copy.id}`, remove}
}

async function findTask(session: Session, service: string): Promise<{readonly host: Host; readonly container: string}> {
  const connection = await connectRepository(session)
  const {stdout, stderr} = await connection.exec(sh`dexec -w ${service}`.text, {signal: session.signal})
  const [, name, container] = /^tcp:\/\/(.+):2376 (\S+)$/.exec(stdout.trim()) ?? []
  const host = session.site.hosts.find(candidate => candidate.name === name)
  if (host && container !== undefined) return {host, container}
  throw new HiveError('SERVICE_FAILED', `Service ${service} cannot be copied: ${stderr.trim() || stdout.trim()}.`, {
    suggestions: ['Run "hive deploy-services" first.'],
  })
}

function copyOf(
  {Config, HostConfig, Image, Mounts}: Docker.ContainerInspectInfo,
  service: string,
  kind: CopyKind,
): Docker.ContainerCreateOptions {
  const readOnly = Mounts.filter(({Type, RW}) => Type === 'bind' && !RW)
  const data = Mounts.filter(({Type, RW}) => Type === 'volume' || (Type === 'bind' && RW))
  const memory = Mounts.filter(({Type}) => Type === 'tmpfs')
  const idle = {Entrypoint: ['sh', '-c', 'while :; do sleep 3600; done'], Cmd: [], Healthcheck: {Test: ['NONE']}}
  return {
    name: `hive-drill-${service}-${randomUUID().slice(0, 8)}`,
    Image,
    Env: Config.Env,
    User: Config.User,
    WorkingDir: Config.WorkingDir,
    Hostname: Config.Hostname,
    Labels: {[label]: service},
    ...(kind === 'directory'
      ? idle
      : {Entrypoint: Config.Entrypoint, Cmd: Config.Cmd, Healthcheck: Config.Healthcheck}),
    HostConfig: {
      NetworkMode: 'none',
      CapAdd: HostConfig.CapAdd,
      CapDrop: HostConfig.CapDrop,
      Sysctls: {},
      Mounts: [
        ...data.map(({Destination}) => ({Type: 'volume' as const, Source: '', Target: Destination})),
        ...readOnly.map(({Source, Destination}) => ({
          Type: 'bind' as const,
          Source,
          Target: Destination,
          ReadOnly: true,
        })),
        ...memory.map(({Destination}) => ({Type: 'tmpfs' as const, Source: '', Target: Destination})),
      ],
    },
  }
}

/** Seconds a copy may take until its health check is content. */
const patience = 120

async function awaitHealth(copy: Docker.Container, service: string, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + patience * 1000; ; ) {
    const {State} = await copy.inspect()
    if (!State.Running) throw refusal(service, `it ended with status ${State.ExitCode}`)
    const health = State.Health?.Status ?? 'none'
    if (health === 'none' || health === 'healthy') return
    if (health === 'unhealthy' || Date.now() > deadline) throw refusal(service, `its health check says ${health}`)
    await setTimeout(500, undefined, {signal})
  }
}

function refusal(service: string, reason: string): HiveError {
  return new HiveError('SERVICE_FAILED', `The copy of service ${service}, without network, did not come up: ${reason}.`)
}

/** Copies of drills that were killed. */
async function removeLeftovers(docker: Docker, service: string): Promise<void> {
  const left = await docker.listContainers({all: true, filters: {label: [`${label}=${service}`]}})
  await Promise.all(left.map(({Id}) => removeContainer(docker, Id)))
}

async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({force: true, v: true})
  } catch (error) {
    if (engineStatus(error) !== 404) throw error
  }
}
