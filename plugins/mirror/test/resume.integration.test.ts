import {readdir} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa, type ResultPromise} from 'execa'
import {expect, onTestFinished, test} from 'vitest'
import {hiveProject} from '../../../test/support/hive-project.ts'
import {startRegistry} from '../../../test/support/registry.ts'
import {openFrontDoor} from './support/front-door.ts'
import {putImage} from './support/make-image.ts'

const login = {user: 'reader', password: 'only4Tests'}
const images = Array.from({length: 10}, (_, index) => `image${index}:1`)

test('a run that was killed continues: what had arrived is not copied again', async () => {
  const {front, back, data, sourcePort} = await registries()
  for (const name of images) await putImage({port: sourcePort, ...login}, name, [`layer of ${name}`])
  const project = await hiveProject(inventoryOf(front.port, back.port))
  onTestFinished(() => project.remove())
  await project.hive('set', 'image_mirror', `127.0.0.1:${back.port}`)

  const env = {PATH: process.env.PATH, HOME: project.directory}
  const run: ResultPromise<{reject: false}> = execa(resolve('bin/hive'), ['mirror', 'run'], {
    cwd: project.directory,
    env,
    extendEnv: false,
    reject: false,
  })
  let uploads = 0
  back.fault = text => {
    uploads += /^PUT .*uploads/.test(text) ? 1 : 0
    if (uploads < 12) return undefined
    // The eleven before have a moment to arrive.
    if (uploads === 12) setTimeout(() => run.kill('SIGKILL'), 500)
    return 'drop'
  }
  expect((await run).signal).toBe('SIGKILL')
  const arrived = await blobsIn(data)
  expect([arrived.length >= 4, arrived.length < 20]).toEqual([true, true])

  back.fault = () => undefined
  front.passed.length = 0
  expect((await project.hive('mirror', 'plan')).status).toBe(10)
  const {status, stdout} = await project.hive('mirror', 'run')
  const fetched = front.passed
    .filter(text => text.startsWith('GET') && text.includes('/blobs/'))
    .map(text => text.slice(-64))
  expect([status, stdout.split('\n').at(-1)?.replace(/;.*/, '')]).toEqual([0, `127.0.0.1:${back.port}: 10 copied`])
  expect([fetched.length, fetched.filter(digest => arrived.includes(digest))]).toEqual([20 - arrived.length, []])
  expect((await project.hive('mirror', 'check')).stdout).toBe(
    '10 of 10 images are whole and can be pulled from the mirror',
  )
})

async function registries() {
  const [source, mirror] = await Promise.all([startRegistry(login), startRegistry(login)])
  const [front, back] = await Promise.all([openFrontDoor(source.port), openFrontDoor(mirror.port)])
  onTestFinished(async () => {
    await Promise.all([front.close(), back.close()])
    await Promise.all([source.stop(), mirror.stop()])
  })
  return {front, back, data: mirror.data, sourcePort: source.port}
}

function inventoryOf(source: number, mirror: number): Readonly<Record<string, string>> {
  const services = images.map((name, index) => `  web${index}: {image: '127.0.0.1:${source}/${name}'}`)
  const logins = [source, mirror].map(
    port => `  - {repository: '127.0.0.1:${port}', login_user: ${login.user}, password: ${login.password}}`,
  )
  return {
    'inventory/hive.yml':
      'plugin: hive_inventory\nname: shop\nstages:\n  private: {provider: prepared, cidr: 192.168.56.0/24, number_of_hosts: 2}\n',
    'inventory/services.yml': ['plugin: hive_services', 'services:', ...services, ''].join('\n'),
    'inventory/group_vars/all.yml': ['hive_ext_repositories:', ...logins, ''].join('\n'),
  }
}

/** Digests of the blobs that repositories of a registry have. */
async function blobsIn(data: string): Promise<readonly string[]> {
  const paths = await readdir(join(data, 'docker/registry/v2/repositories'), {recursive: true})
  return paths.flatMap(path => /_layers\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1] ?? [])
}
