import {randomInt} from 'node:crypto'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {localConnection} from '../../../src/transport/local.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {requireCache} from '../src/cache.ts'
import {rehearse} from '../src/certify/rehearse.ts'
import {inRoom} from '../src/certify/room.ts'
import {inScratchProject} from '../src/certify/scratch-project.ts'
import {certifyCache, freezeCache, raiseCache, removeCache} from '../src/index.ts'

const repository = join(import.meta.dirname, '../../..')
const name = `certify-${randomInt(36 ** 4).toString(36)}`
const cacheName = `hive-offline-${name}-private`
let project: string
let node: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'hive-certified-'))
  await mkdir(join(project, 'inventory'))
  await writeFile(
    join(project, 'inventory/hive.yml'),
    `plugin: hive_inventory
name: ${name}
stages:
  private:
    provider: docker
    separate_repository: false
    number_of_hosts: 1
    cidr: 172.29.77.0/24
`,
  )
  await writeFile(join(project, 'inventory/services.yml'), 'plugin: hive_services\nservices: {}\n')
  ;({stdout: node} = await execa(join(repository, 'scripts/node-image')))
  await raiseCache(session(), {port: randomInt(20_000, 30_000)})
}, 900_000)

afterAll(async () => {
  await removeCache(session(), {data: true, dryRun: false})
  await rm(project, {recursive: true, force: true})
}, 300_000)

function session() {
  return makeSession(makeSite({name, rootDirectory: project, hosts: 1}), localConnection())
}

const hive = (...argv: readonly string[]) => [join(repository, 'bin/hive'), ...argv]

/** Makes the machine from nothing where only the cache is reached; returns the packages in it, with their versions. */
async function buildMachine(): Promise<string> {
  const {site, signal} = session()
  const cache = await requireCache(session())
  return inRoom(cache, node, room =>
    inScratchProject(site, room.proxy, async directory => {
      const request = {command: hive('build-infra'), directory, environment: process.env, signal, onPhase: () => {}}
      const {succeeded, lastWords} = await rehearse(room, request)
      expect({succeeded, lastWords}).toEqual({succeeded: true, lastWords: []})
      const dpkg = ['exec', `p-hive0.${name}`, 'dpkg-query', '--show']
      return (await execa('docker', dpkg, {env: {DOCKER_HOST: room.engine}})).stdout
    }),
  )
}

it('builds a machine from the operating system up out of what was recorded, version by version', async () => {
  const recorded = await buildMachine()
  expect(recorded).toMatch(/^systemd\t/m)
  await freezeCache(session())
  expect(await buildMachine()).toBe(recorded)
}, 1_800_000)

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
