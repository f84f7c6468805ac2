import {randomInt} from 'node:crypto'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {parseAuthorities} from '../../../src/site/authority.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {freeCidr} from '../../../test/support/names.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {requireCache} from '../src/cache.ts'
import {rehearse} from '../src/certify/rehearse.ts'
import {inRoom} from '../src/certify/room.ts'
import {inScratchProject} from '../src/certify/scratch-project.ts'
import {certifyCache, freezeCache, raiseCache, removeCache} from '../src/index.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'

const repository = join(import.meta.dirname, '../../..')
const name = `certify-${randomInt(36 ** 4).toString(36)}`
const cacheName = `hive-offline-${name}-private`
const host = `p-hive0.${name}`
let project: string
let node: string
let upstream: Upstream

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'hive-certified-'))
  await writeProject({
    'inventory/hive.yml': `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, separate_repository: false, number_of_hosts: 1, cidr: ${freeCidr()}}
`,
    'inventory/services.yml': `plugin: hive_services
services:
  clock: {image: "registry.test/team/app:1", command: [sleep, infinity]}
  web: {image: {from: "registry.test/team/app:1", roles: [greeting]}, command: [sleep, infinity]}
`,
    'roles/greeting/role.ts': `import {defineImageRole, packages} from '@hive-ci/cli'
export default defineImageRole({name: 'greeting', resources: () => [packages(['hello'])]})
`,
  })
  ;({stdout: node} = await execa(join(repository, 'scripts/node-image')))
  await raiseCache(session(), {port: randomInt(20_000, 30_000)})
  upstream = await startUpstream(cacheName, node)
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await raiseCache(session(upstream.authority), {})
}, 900_000)

afterAll(async () => {
  await upstream?.stop()
  await removeCache(session(), {data: true, dryRun: false})
  await rm(project, {recursive: true, force: true})
}, 300_000)

async function writeProject(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), {recursive: true})
    await writeFile(join(project, path), text)
  }
}

function session(authority?: string) {
  const site = makeSite({
    name,
    rootDirectory: project,
    hosts: 1,
    ...(authority !== undefined && {extraAuthorities: parseAuthorities(authority, 'test')}),
  })
  const clock = makeService('clock', {image: {kind: 'pulled', tag: 'registry.test/team/app:1'}})
  return makeSession({...site, services: [clock]}, localConnection())
}

const hive = (...argv: readonly string[]) => [join(repository, 'bin/hive'), ...argv]

/** What runs on a site, and every package of its host and its images, with their versions. */
const look = `
dpkg-query --show
for name in clock web; do
  image=$(docker service inspect -f '{{.Spec.TaskTemplate.ContainerSpec.Image}}' $name)
  echo "$name runs $(docker ps -qf name=$name | wc -l) of \${image##*/}"
  docker run --rm --entrypoint dpkg-query "$image" --show
done`

/** Raises the site from nothing where only the cache is reached; returns what it is made of. */
async function raiseSite(): Promise<string> {
  const {site, signal} = session()
  const cache = await requireCache(session())
  return inRoom(cache, node, room =>
    inScratchProject(site, room.proxy, async directory => {
      const request = {command: hive('all'), directory, environment: process.env, signal, onPhase: () => {}}
      const {succeeded, lastWords} = await rehearse(room, request)
      expect({succeeded, lastWords}).toEqual({succeeded: true, lastWords: []})
      const exec = ['exec', '-i', host, 'sh', '-s']
      return (await execa('docker', exec, {input: look, env: {DOCKER_HOST: room.engine}})).stdout
    }),
  )
}

it('raises a site from the operating system up out of what was recorded, version by version', async () => {
  const recorded = await raiseSite()
  expect(recorded).toMatch(/^systemd\t/m)
  expect(recorded).toMatch(/^clock runs 1 of app:1@sha256:/m)
  expect(recorded).toMatch(/^web runs 1 of image_web:latest@sha256:[0-9a-f]+\n(.*\n)*hello\t/m)
  await freezeCache(session())
  await upstream.stop()
  expect(withoutBuilds(await raiseSite())).toBe(withoutBuilds(recorded))
}, 1_800_000)

/** An image that is built anew has other times of files in it, and so another digest. */
function withoutBuilds(found: string): string {
  return found.replace(/(image_web:latest)@sha256:.*/, '$1')
}

it('names an artefact that is gone, with the phase that asks for it, and leaves nothing behind', async () => {
  const {container} = await requireCache(session())
  const forget = 'grep -rla "main/c/ca-certificates/" store | xargs rm'
  await execa('docker', ['exec', '--workdir', '/var/lib/hive-offline', container.id, 'sh', '-ec', forget])
  // squid has it in memory, too.
  await execa('docker', ['restart', '--time', '30', container.id])
  await raiseCache(session(), {})
  const {certified, missing} = await certifyCache(session(), {command: hive('all'), environment: process.env})
  expect(certified).toBe(false)
  expect(missing.map(({phase, method, url}) => [phase, method, url.replace(/^.*\//, '').replace(/_.*/, '')])).toEqual([
    ['build-infra', 'GET', 'ca-certificates'],
  ])
  const left = await Promise.all(
    [
      ['ps', '-aq'],
      ['network', 'ls', '-q'],
    ].map(words => execa('docker', [...words, '--filter', `name=${cacheName}-certify`])),
  )
  expect(left.map(({stdout}) => stdout)).toEqual(['', ''])
}, 1_800_000)
