import {mkdtemp, readFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import Docker from 'dockerode'
import {execa} from 'execa'
import {importBusybox} from '../support/busybox-image.ts'
import {freeCidr, uniqueName} from '../support/names.ts'
import {type CiProxy, startProxy} from './ci-proxy.ts'

const helper = 'hive-test-ci-helper'
const wait = 'hive-test-ci-wait'
const asPrivileged = join(import.meta.dirname, 'docker')

/** Jobs in containers: a network with a registry at registry.test:5000, which speaks plain HTTP, and no way to any other. */
export interface DockerMode {
  readonly network: string
  /** The address of this machine in the network. */
  readonly gateway: string
  /** The registry as a mirror of the public one, for hosts, which ask other name servers. */
  readonly mirror: string
  /** The authority of another registry, secure.test:5000, as PEM. */
  readonly authority: string
  /** The only way from elsewhere to the registry. */
  readonly proxy: CiProxy
  /** Options with which gitlab-ci-local runs jobs there; those that are cut off have a network of their own. */
  options(isCut: boolean): readonly string[]
  /** Gives the registry images of this machine's engine; the keys are their names there. */
  publish(images: Readonly<Record<string, string>>): Promise<void>
  /** Starts an engine that outlives jobs, at `tcp://<name>:2375` of the network; the name of its container. */
  startEngine(name: string): Promise<string>
  stop(): Promise<void>
}

/** Builds the images of jobs, and gives the registry the node image and `box:1`, a busybox, for services. */
export async function startDockerMode(): Promise<DockerMode> {
  const network = uniqueName('hive-test-ci')
  const registry = `${network}-registry`
  const engines: string[] = []
  await execa(resolve('images/build'))
  await build(helper, 'FROM hive-runner:0.1.0\nUSER root\nENTRYPOINT []\n')
  await build(wait, `FROM hive-dind:0.1.0\nENTRYPOINT ["bash", "-c", "${waiting}"]\n`)
  // Not one of the networks that engines of hosts choose for themselves: those would never find the way.
  const subnet = freeCidr()
  const gateway = subnet.replace(/0\/24$/, '1')
  await execa('docker', ['network', 'create', '--subnet', subnet, '--gateway', gateway, network])
  const {stdout: node} = await execa(resolve('scripts/node-image'))
  const certificates = await makeCertificates('secure.test')
  await startRegistry({network, name: registry, alias: 'registry.test', image: node})
  await startRegistry({network, name: `${registry}-secure`, alias: 'secure.test', image: node, certificates})
  await importBusybox(new Docker(), `${network}-box`)
  await publish(registry, {'hive-node:1': node, 'library/box:1': `${network}-box:1`})
  const place = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`
  const {stdout: address} = await execa('docker', ['inspect', '--format', place, registry])
  const proxy = await startProxy(gateway, {'registry.test': address})
  return {
    network,
    gateway,
    proxy,
    authority: await readFile(join(certificates, 'ca/cert.pem'), 'utf8'),
    mirror: `http://${address}:5000`,
    publish: images => publish(registry, images),
    options: isCut => [...(isCut ? [] : ['--network', network]), ...options],
    startEngine: async name => {
      engines.push(`${network}-${name}`)
      return startEngine(network, name)
    },
    stop: async () => {
      await proxy.stop()
      await execa('docker', ['rm', '--force', '--volumes', registry, `${registry}-secure`, ...engines], {reject: false})
      await execa('docker', ['network', 'rm', network], {reject: false})
      await execa('docker', ['rmi', `${network}-box:1`], {reject: false})
    },
  }
}

const images = ['--helper-image', helper, '--wait-image', wait]
const options = ['--privileged', '--container-executable', asPrivileged, ...images, '--color=false']

/** `HOST:PORT` is the first argument; options about patience follow. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: bash fills it in.
const waiting = 'for i in {1..150}; do (exec 3<>/dev/tcp/${0/://}) 2>/dev/null && exit; sleep 0.2; done; exit 1'

/** Certificates of a server, made as hive-dind makes those of its engine. */
async function makeCertificates(name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-certificates-'))
  const names = ['--env', `HIVE_DIND_TLS_NAMES=${name}`, '--entrypoint', 'dind-certificates']
  await execa('docker', ['run', '--rm', '--volume', `${directory}:/certs`, ...names, 'hive-dind:0.1.0', '/certs'])
  return directory
}

interface RegistryWish {
  readonly network: string
  readonly name: string
  readonly alias: string
  readonly image: string
  /** Without them it speaks plain HTTP. */
  readonly certificates?: string
}

async function startRegistry({network, name, alias, image, certificates}: RegistryWish): Promise<void> {
  const tls = {certificate: '/certs/server/cert.pem', key: '/certs/server/key.pem'}
  const config = {
    version: '0.1',
    storage: {filesystem: {rootdirectory: '/var/lib/registry'}},
    http: {addr: ':5000', ...(certificates !== undefined && {tls})},
  }
  const serving = `cat > /tmp/config.yml <<'END'\n${JSON.stringify(config)}\nEND\nexec docker-registry serve /tmp/config.yml`
  const place = ['--network', network, '--network-alias', alias, '--publish', '127.0.0.1::5000']
  const volumes = certificates === undefined ? [] : ['--volume', `${certificates}:/certs:ro`]
  const entry = ['--env', 'OTEL_TRACES_EXPORTER=none', '--entrypoint', '/bin/sh', image, '-c', serving]
  await execa('docker', ['run', '--detach', '--name', name, ...place, ...volumes, ...entry])
}

/** Pushes images of this machine's engine; the keys are what the registry calls them. */
async function publish(registry: string, images: Readonly<Record<string, string>>): Promise<void> {
  const {stdout: port} = await execa('docker', ['port', registry, '5000'])
  for (const [name, image] of Object.entries(images)) {
    const target = `${port.split('\n')[0]}/${name}`
    await execa('docker', ['tag', image, target])
    await execa('docker', ['push', '--quiet', target])
    await execa('docker', ['rmi', target])
  }
}

async function startEngine(network: string, name: string): Promise<string> {
  const container = `${network}-${name}`
  const place = ['--network', network, '--network-alias', name, '--env', 'DOCKER_HOST=']
  const settings = ['--env', 'HIVE_DIND_INSECURE_REGISTRIES=registry.test:5000']
  const run = ['run', '--detach', '--privileged', '--name', container, ...place, ...settings, 'hive-dind:0.1.0']
  await execa(asPrivileged, run)
  const awaited = 'for i in $(seq 150); do docker info >/dev/null 2>&1 && exit; sleep 0.2; done; exit 1'
  await execa('docker', ['exec', container, 'sh', '-c', awaited])
  return container
}

async function build(tag: string, dockerfile: string): Promise<void> {
  await execa('docker', ['build', '--quiet', '--tag', tag, '-'], {input: dockerfile, env: {DOCKER_BUILDKIT: '0'}})
}
