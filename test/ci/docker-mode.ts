import {join, resolve} from 'node:path'
import {execa} from 'execa'

const network = 'hive-test-ci'
const registry = 'hive-test-ci-registry'
const helper = 'hive-test-ci-helper'
const wait = 'hive-test-ci-wait'

/** Options with which gitlab-ci-local runs jobs in containers on a network of their own, without asking any registry. */
export const dockerMode = [
  '--privileged',
  '--network',
  network,
  '--container-executable',
  join(import.meta.dirname, 'docker'),
  '--helper-image',
  helper,
  '--wait-image',
  wait,
  '--color=false',
]

/** Builds the images of jobs, and serves the node image in plain HTTP at registry.test:5000 of the network. */
export async function prepareDockerMode(): Promise<void> {
  await removeDockerMode()
  await execa(resolve('images/build'))
  await build(helper, 'FROM hive-runner:0.1.0\nUSER root\nENTRYPOINT []\n')
  await build(wait, `FROM hive-dind:0.1.0\nENTRYPOINT ["bash", "-c", "${waiting}"]\n`)
  await execa('docker', ['network', 'create', network])
  const {stdout: node} = await execa(resolve('scripts/node-image'))
  await startRegistry(node)
  const {stdout: port} = await execa('docker', ['port', registry, '5000'])
  const target = `${port.split('\n')[0]}/hive-node:1`
  await execa('docker', ['tag', node, target])
  await execa('docker', ['push', '--quiet', target])
  await execa('docker', ['rmi', target])
}

export async function removeDockerMode(): Promise<void> {
  await execa('docker', ['rm', '--force', '--volumes', registry], {reject: false})
  await execa('docker', ['network', 'rm', network], {reject: false})
}

/** `HOST:PORT` is the first argument; options about patience follow. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: bash fills it in.
const waiting = 'for i in {1..150}; do (exec 3<>/dev/tcp/${0/://}) 2>/dev/null && exit; sleep 0.2; done; exit 1'

const serving = `
printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: /var/lib/registry}}\\nhttp: {addr: ":5000"}\\n' > /tmp/config.yml
exec docker-registry serve /tmp/config.yml`

async function startRegistry(image: string): Promise<void> {
  const options = ['--network', network, '--network-alias', 'registry.test', '--publish', '127.0.0.1::5000']
  const entry = ['--env', 'OTEL_TRACES_EXPORTER=none', '--entrypoint', '/bin/sh', image, '-c', serving]
  await execa('docker', ['run', '--detach', '--name', registry, ...options, ...entry])
}

async function build(tag: string, dockerfile: string): Promise<void> {
  await execa('docker', ['build', '--quiet', '--tag', tag, '-'], {input: dockerfile, env: {DOCKER_BUILDKIT: '0'}})
}
