import {setTimeout as sleep} from 'node:timers/promises'
import {accepting, HiveError, nearlyPrivileged, reasonOf} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {Container, HostConfig} from 'dockerode'
import type {Cache} from '../cache.ts'

/** A place without a way out but the cache: a Docker engine of its own in a network of its own. */
export interface Room {
  /** Process whose network it is. */
  readonly pid: number
  /** For `DOCKER_HOST`. */
  readonly engine: string
  /** `HOST:PORT` of the cache, as seen from inside. */
  readonly proxy: string
}

export interface RoomRequest {
  /** Has an engine in it. */
  readonly image: string
  readonly say: (text: string) => void
}

/**
 * Makes a room, works in it, and leaves nothing of it, nor of one that was left by a run that was killed. Throws
 * `HiveError` OFFLINE_FAILED when this machine cannot have one.
 */
export async function inRoom<T>(cache: Cache, {image, say}: RoomRequest, work: (room: Room) => Promise<T>): Promise<T> {
  say('makes a place that only the cache is reached from')
  await removeRoom(cache)
  try {
    return await work(await makeRoom(cache, image))
  } finally {
    say('removes that place')
    await removeRoom(cache)
  }
}

function roomName({names}: Cache): string {
  return `${names.name}-rehearsal`
}

async function makeRoom(cache: Cache, image: string): Promise<Room> {
  const {docker, names, container} = cache
  const name = roomName(cache)
  const network = await docker.createNetwork({
    Name: name,
    Internal: true,
    CheckDuplicate: true,
    Labels: {...names.labels},
  })
  await network.connect({Container: container.id})
  const found = await container.inspect()
  const address = found.NetworkSettings.Networks[name]?.IPAddress
  const engine = await startEngine(docker, {name, image, labels: names.labels})
  const {State} = await engine.inspect()
  return {pid: State.Pid, engine: `unix:///proc/${State.Pid}/root/run/docker.sock`, proxy: `${address}:3128`}
}

async function removeRoom(cache: Cache): Promise<void> {
  const {docker, container} = cache
  const name = roomName(cache)
  await accepting([404], docker.getContainer(name).remove({force: true, v: true}))
  const network = docker.getNetwork(name)
  await accepting([403, 404, 500], network.disconnect({Container: container.id, Force: true}))
  await accepting([404], network.remove())
}

/** What an engine leaves read-only without --privileged is opened first. */
const startScript = `
mount -o remount,bind,rw /sys
awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts | while read -r point; do
  mount -o remount,bind,rw "$point"
done
iptables -nL >/dev/null 2>&1 || update-alternatives --set iptables /usr/sbin/iptables-legacy
exec dockerd`

interface EngineWish {
  readonly name: string
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
}

async function startEngine(docker: Docker, wish: EngineWish): Promise<Container> {
  const full = await tryEngine(docker, wish, {Privileged: true})
  if (full !== undefined) return full
  const limited = await tryEngine(docker, wish, nearlyPrivileged)
  if (limited !== undefined) return limited
  throw new HiveError(
    'OFFLINE_FAILED',
    'The engine of this machine cannot run another engine to rehearse the build on.',
    {
      suggestions: ['Run the same command on a machine whose engine allows --privileged.'],
    },
  )
}

/** Undefined when the machine's engine does not allow it, or the one inside does not come up. */
async function tryEngine(docker: Docker, {name, image, labels}: EngineWish, rights: HostConfig) {
  const container = await docker.createContainer({
    name,
    Image: image,
    Labels: {...labels},
    Entrypoint: ['sh', '-c', startScript],
    HostConfig: {
      ...rights,
      ...{CgroupnsMode: 'private'},
      NetworkMode: name,
      Tmpfs: {'/run': 'mode=755', '/tmp': 'exec'},
      Mounts: [{Type: 'volume', Source: '', Target: '/var/lib/docker'}],
    },
  })
  try {
    await container.start()
    if (await comesUp(container)) return container
  } catch (error) {
    // An engine without the right to give all rights says so here; the next attempt asks for fewer.
    if (!/not permitted|denied/.test(reasonOf(error))) throw error
  }
  await container.remove({force: true, v: true})
  return undefined
}

async function comesUp(container: Container): Promise<boolean> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (!(await container.inspect()).State.Running) return false
    const exec = await container.exec({Cmd: ['docker', 'version'], AttachStdout: true})
    const stream = await exec.start({})
    stream.resume()
    await new Promise<void>(resolve => stream.once('end', () => resolve()))
    if ((await exec.inspect()).ExitCode === 0) return true
    await sleep(500)
  }
  return false
}
