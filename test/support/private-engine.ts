import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {hash} from 'bcryptjs'
import type Docker from 'dockerode'
import {execa} from 'execa'
import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'

/** A Docker engine of the test's own: a swarm of one node in a network namespace of its own, with a registry beside it; image `box:1` is in
 * the engine, `127.0.0.1:5000/box:1` in the registry too. */
export interface PrivateEngine {
  readonly docker: Docker
  /** A connection whose engine socket is this engine's; commands run on this machine. */
  readonly connection: Connection
  stop(): Promise<void>
}

export interface EngineWish {
  /** Besides this process's own. */
  readonly environment?: Readonly<Record<string, string>>
  /** Shell text run in the engine's namespaces before it starts; what it leaves running ends with the engine. */
  readonly beside?: string
}

const startScript = `
ip link set lo up
ip link add uplink type bridge
ip address add 10.99.0.1/24 dev uplink
ip link set uplink up
for name in open closed; do
  setpriv --pdeathsig TERM docker-registry serve "$1/$name.yml" >/dev/null 2>&1 &
done
eval "$2"
exec dockerd --data-root "$1/data" --exec-root "$1/exec" -H "unix://$1/docker.sock" --pidfile "$1/pid" \
  --cgroup-parent "/$(basename "$1")"
`

const imageScript = `
cd "$1"
mkdir -p box/bin box/etc box/tmp box/host-etc
cp /bin/busybox box/bin
for name in sh sleep cat echo true false httpd; do ln -s busybox "box/bin/$name"; done
export DOCKER_HOST="unix://$1/docker.sock"
tar -C box -c . | docker import - box:1
for image in 127.0.0.1:5000/box:1 127.0.0.1:5001/image_own:latest; do
  docker tag box:1 "$image"
  DOCKER_CONFIG=$1 docker push -q "$image"
done
docker image rm 127.0.0.1:5001/image_own:latest
`

/** Control groups of containers that were killed with their engine, in every hierarchy. */
const cgroupScript = `
find /sys/fs/cgroup -maxdepth 2 -name "$1" | while read -r group; do find "$group" -depth -type d -exec rmdir {} +; done
`

/** The login the registry 127.0.0.1:5001 asks for. */
export const registryLogin = {user: 'hive', password: 'open sesame'}

const registryConfig = (directory: string, name: string, port: number, access = '') => `
version: 0.1
storage: {filesystem: {rootdirectory: ${directory}/${name}}}
http: {addr: 127.0.0.1:${port}}
${access}
`

async function writeConfigs(directory: string): Promise<void> {
  const {user, password} = registryLogin
  const htpasswd = join(directory, 'htpasswd')
  const auth = Buffer.from(`${user}:${password}`).toString('base64')
  const files = {
    [join(directory, 'open.yml')]: registryConfig(directory, 'open', 5000),
    [join(directory, 'closed.yml')]: registryConfig(
      directory,
      'closed',
      5001,
      `auth: {htpasswd: {realm: test, path: ${htpasswd}}}`,
    ),
    [htpasswd]: `${user}:${await hash(password, 4)}\n`,
    [join(directory, 'config.json')]: JSON.stringify({auths: {'127.0.0.1:5001': {auth}}}),
  }
  for (const [file, text] of Object.entries(files)) await writeFile(file, text)
}

/** Whatever the engine started, and what it mounted, goes with the first process of these namespaces. */
const inNamespaces = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Needs root, dockerd, docker-registry, iproute2 and busybox-static. Two seconds. */
export async function startPrivateEngine({environment = {}, beside = ''}: EngineWish = {}): Promise<PrivateEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-engine-'))
  await writeConfigs(directory)
  const start = ['--pdeathsig', 'KILL', ...inNamespaces, 'sh', '-ec', startScript, 'sh', directory, beside]
  const daemon = execa('setpriv', start, {reject: false, all: true, cleanup: true, env: environment})
  const connection = socketConnection(join(directory, 'docker.sock'))
  const docker = dockerEngine(connection)
  await waitForSocket(join(directory, 'docker.sock'), daemon)
  await execa('sh', ['-ec', imageScript, 'sh', directory])
  await docker.swarmInit({ListenAddr: '10.99.0.1', AdvertiseAddr: '10.99.0.1'})
  return {
    docker,
    connection,
    async stop() {
      closeEngine(docker)
      daemon.kill('SIGKILL')
      await daemon
      await rm(directory, {recursive: true, force: true, maxRetries: 10, retryDelay: 100})
      await execa('sh', ['-ec', cgroupScript, 'sh', basename(directory)])
    },
  }
}

async function waitForSocket(path: string, daemon: PromiseLike<{readonly all?: string}>): Promise<void> {
  const ended = daemon.then(({all}) => {
    throw new Error(`dockerd ended: ${all}`)
  })
  const ready = (async () => {
    while (!existsSync(path)) await setTimeout(100)
  })()
  await Promise.race([ready, ended])
}

function socketConnection(path: string): Connection {
  return {
    ...localConnection('engine'),
    async openUnixSocket() {
      const socket = connect(path)
      await once(socket, 'connect')
      return socket
    },
  }
}
