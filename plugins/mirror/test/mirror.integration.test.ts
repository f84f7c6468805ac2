import {randomBytes} from 'node:crypto'
import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import Docker from 'dockerode'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {readImageNaming} from '../../../src/docker/image-naming.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeProject} from '../../../test/support/project.ts'
import {type Registry, startRegistry} from '../../../test/support/registry.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {checkMirror, type MirrorRequest, mirrorImages} from '../src/index.ts'
import {type Fault, type FrontDoor, openFrontDoor} from './support/front-door.ts'
import {putImage, putIndex} from './support/make-image.ts'

const login = {user: 'reader', password: 'only4Tests'}
let source: Registry
let mirror: Registry
let front: FrontDoor
let back: FrontDoor
let project: string

beforeAll(async () => {
  ;[source, mirror] = await Promise.all([startRegistry(login), startRegistry(login)])
  ;[front, back] = await Promise.all([openFrontDoor(source.port), openFrontDoor(mirror.port)])
})

afterAll(async () => {
  await Promise.all([front.close(), back.close()])
  await Promise.all([source.stop(), mirror.stop()])
})

beforeEach(async () => {
  await forget()
  project = await makeProject()
  return () => rm(project, {recursive: true})
})

async function forget() {
  for (const door of [front, back]) Object.assign(door, {fault: () => undefined, latency: 0, most: 0})
  front.passed.length = 0
  back.passed.length = 0
}

/** A session of a stage whose services run these images of the source. */
function sessionFor(names: readonly string[], checkMode = false) {
  const repositories = [front, back].map(({port}) => `127.0.0.1:${port}`)
  const site = makeSite({
    rootDirectory: project,
    settings: {image_mirror: `127.0.0.1:${back.port}/site`},
    hostVariables: {
      hive_ext_repositories: repositories.map(repository => ({
        repository,
        login_user: login.user,
        password: login.password,
      })),
    },
  })
  const services = names.map((name, index) =>
    makeService(`service${index}`, {image: {kind: 'pulled', tag: `127.0.0.1:${front.port}/${name}`}}),
  )
  return makeSession({...site, services}, localConnection(), {checkMode})
}

function run(names: readonly string[], wish: Partial<MirrorRequest> & {readonly dryRun?: boolean} = {}) {
  const {dryRun = false, ...request} = wish
  return mirrorImages(sessionFor(names, dryRun), {
    update: false,
    retry: false,
    parallel: 32,
    environment: {},
    ...request,
  })
}

function check(names: readonly string[]) {
  return checkMirror(sessionFor(names), {parallel: 32, environment: {}})
}

/** States by image, without what differs from run to run. */
function states({images}: {readonly images: readonly {readonly name: string; readonly state: string}[]}) {
  return images.map(({name, state}) => `${state} ${name.replace(/^[^/]*\//, '')}`)
}

function count(door: FrontDoor, pattern: RegExp): number {
  return door.passed.filter(text => pattern.test(text)).length
}

/** Lets the first few requests that match fail, one fault after the other. */
function failing(pattern: RegExp, faults: readonly Fault[]) {
  const left = [...faults]
  return (text: string) => (pattern.test(text) ? left.shift() : undefined)
}

describe('hive mirror run', () => {
  test('copies images with all platforms, moves a blob once for all of them, and does nothing the second time', async () => {
    const digests = [
      await putIndex(shelf(), 'a/base:1', 'shared'),
      await putImage(shelf(), 'a/app:2', ['shared', 'own']),
    ]
    const names = ['a/base:1', 'a/app:2']
    const planned = await run(names, {dryRun: true})
    expect([states(planned), planned.mounted]).toEqual([['to-copy a/app:2', 'to-copy a/base:1'], 1])
    expect([await readdir(project), count(back, /^(POST|PUT|PATCH)/)]).toEqual([[], 0])
    await forget()
    const report = await run(names)
    expect([states(report), report.mounted, report.bytes]).toEqual([
      ['copied a/app:2', 'copied a/base:1'],
      1,
      planned.bytes,
    ])
    const fetched = front.passed
      .filter(text => text.startsWith('GET') && text.includes('/blobs/'))
      .map(text => text.slice(-64))
    // Two platforms with a layer and a configuration each, an image with the same of its own, and the shared layer.
    expect([fetched.length, new Set(fetched).size, count(back, /^PUT .*\/blobs\//)]).toEqual([7, 7, 7])
    const prefix = `127.0.0.1:${front.port}`
    expect(JSON.parse(await readFile(join(project, 'mirror.lock.json'), 'utf8'))).toEqual({
      version: 1,
      images: {
        [`${prefix}/a/app:2`]: {digest: digests[1], stages: ['private']},
        [`${prefix}/a/base:1`]: {digest: digests[0], stages: ['private']},
      },
    })
    await forget()
    expect(states(await run(names))).toEqual(['present a/app:2', 'present a/base:1'])
    expect([front.passed, count(back, /^(POST|PUT|PATCH)/), count(back, /^HEAD/)]).toEqual([[], 0, 2])
    expect(states(await check(names))).toEqual(['whole a/app:2', 'whole a/base:1'])
  })

  test('mounts what images of earlier runs have, and looks for it only where that is worth it', async () => {
    const common = bigText()
    const others = ['b/other1:1', 'b/other2:1', 'b/other3:1']
    for (const name of others) await putIndex(shelf(), name, name)
    await putImage(shelf(), 'b/first:1', [common])
    await putImage(shelf(), 'b/second:1', [common, 'another'])
    await putImage(shelf(), 'b/small:1', ['something small'])
    await run([...others, 'b/first:1'])
    await forget()
    const small = await run([...others, 'b/first:1', 'b/small:1'])
    expect([states(small).at(-1), count(back, /^GET .*\/manifests\//)]).toEqual(['copied b/small:1', 0])
    await forget()
    const report = await run([...others, 'b/first:1', 'b/second:1'])
    expect([states(report).slice(-4, -3), states(report).at(-1)]).toEqual([['present b/other1:1'], 'copied b/second:1'])
    expect([report.mounted, count(front, /^GET .*\/blobs\//)]).toEqual([1, 2])
    // Of each index and of its first platform; the image in common is of one platform.
    expect(count(back, /^GET .*\/manifests\//)).toBe(others.length * 2 + 1)
  })

  test('asks no registry more at once than it may', async () => {
    const names = Array.from({length: 12}, (_, index) => `j/image${index}:1`)
    for (const name of names) await putImage(shelf(), name, [name])
    await forget()
    for (const door of [front, back]) door.latency = 20
    await run(names, {parallel: 5, dryRun: true})
    expect([front.most, back.most]).toEqual([5, 5])
  })

  test('survives registries that are busy, ill, or cut the line', async () => {
    const names = Array.from({length: 12}, (_, index) => `c/image${index}:1`)
    for (const name of names) await putImage(shelf(), name, [`${name} `.repeat(20_000)])
    await forget()
    front.latency = 5
    front.fault = failing(/\/(blobs|manifests)\//, [
      {status: 503},
      'drop',
      {status: 429, headers: {'retry-after': '1'}},
      'cut',
      'cut',
    ])
    back.fault = failing(/^(PUT|POST)/, [
      {status: 502},
      'drop',
      {status: 429, headers: {'retry-after': '1'}},
      {status: 500},
    ])
    const report = await run(names)
    expect(report.images.filter(({state}) => state !== 'copied')).toEqual([])
    expect(states(await check(names)).filter(text => !text.startsWith('whole'))).toEqual([])
  })

  test('lists what cannot be copied with its reason, copies the rest, and retries just that', async () => {
    await putImage(shelf(), 'd/good:1', ['good'])
    const report = await run(['d/good:1', 'd/late:1'])
    expect(states(report)).toEqual(['copied d/good:1', 'failed d/late:1'])
    const reason = `127.0.0.1:${front.port} has no image d/late:1`
    expect(report.images[1]?.reason).toBe(reason)
    expect(JSON.parse(await readFile(report.failedFile ?? '', 'utf8'))).toEqual({
      images: [{name: `127.0.0.1:${front.port}/d/late:1`, reason}],
    })
    await putImage(shelf(), 'd/late:1', ['late'])
    await forget()
    front.fault = text => (/d\/late\/blobs/.test(text) ? {status: 403} : undefined)
    expect(states(await run(['d/good:1', 'd/late:1']))).toEqual(['present d/good:1', 'failed d/late:1'])
    const late = `127.0.0.1:${front.port}/d/late:1`
    const naming = await readImageNaming(sessionFor([]).site)
    expect([naming(late), naming(`127.0.0.1:${front.port}/d/good:1`).includes('@sha256:')]).toEqual([late, true])
    await forget()
    const again = await run(['d/good:1', 'd/late:1'], {retry: true})
    expect([states(again), again.failedFile, count(back, /d\/good/)]).toEqual([['copied d/late:1'], undefined, 0])
    expect((await run(['d/good:1', 'd/late:1'], {retry: true})).images).toEqual([])
    expect((await readImageNaming(sessionFor([]).site))(late)).toContain('@sha256:')
  })

  test('leaves alone what is skipped on purpose, and stays green', async () => {
    await writeFile(
      join(project, 'mirror.yml'),
      `skip: [{image: '127.0.0.1:*/e/inside*', reason: Its registry is inside.}]\nalso: ['127.0.0.1:${front.port}/e/role:1']\n`,
    )
    await putImage(shelf(), 'e/role:1', ['role'])
    const report = await run(['e/inside:1'])
    expect(states(report)).toEqual(['skipped e/inside:1', 'copied e/role:1'])
    expect(report.images.map(({reason, wantedBy}) => [reason, wantedBy])).toEqual([
      ['Its registry is inside.', ['service service0']],
      [undefined, ['mirror.yml']],
    ])
    expect(states(await check(['e/inside:1']))).toEqual(['skipped e/inside:1', 'whole e/role:1'])
  })

  test('keeps what is locked until it is told to update', async () => {
    const before = await putImage(shelf(), 'f/moving:1', ['before'])
    await run(['f/moving:1'])
    const after = await putImage(shelf(), 'f/moving:1', ['after'])
    const kept = await run(['f/moving:1'])
    const moved = await run(['f/moving:1'], {update: true})
    expect(
      [kept, moved].map(({images}) => images.map(({state, digest, lockedBefore}) => [state, digest, lockedBefore])),
    ).toEqual([[['present', before, undefined]], [['copied', after, before]]])
  })
})

describe('hive mirror check', () => {
  test('finds a blob the mirror lost, and a retry brings it back', async () => {
    await putImage(shelf(), 'g/lossy:1', ['lost'])
    await putImage(shelf(), 'g/fine:1', ['fine'])
    const names = ['g/lossy:1', 'g/fine:1']
    await run(names)
    const layers = join(
      mirror.data,
      'docker/registry/v2/repositories/site',
      `127.0.0.1_${front.port}`,
      'g/lossy/_layers/sha256',
    )
    const [lost = ''] = await readdir(layers)
    await rm(join(layers, lost), {recursive: true})
    const report = await check(names)
    expect(states(report)).toEqual(['whole g/fine:1', 'broken g/lossy:1'])
    expect(report.images[1]?.problems.join().replace(/\d+ bytes/, 'N bytes')).toBe(
      `Blob sha256:${lost} (N bytes) is missing.`,
    )
    expect(states(await run(names))).toEqual(['present g/fine:1', 'present g/lossy:1'])
    await check(names)
    expect(states(await run(names, {retry: true}))).toEqual(['copied g/lossy:1'])
    expect(states(await check(names))).toEqual(['whole g/fine:1', 'whole g/lossy:1'])
  })

  test('tells what the stage needs and nobody locked', async () => {
    expect((await check(['h/new:1'])).images).toEqual([
      {
        name: `127.0.0.1:${front.port}/h/new:1`,
        state: 'not-locked',
        problems: [`127.0.0.1:${front.port}/h/new:1 is not in the lock.`],
      },
    ])
  })
})

test('an engine pulls the copy under the name that deploying gives it', async () => {
  await putIndex(shelf(), 'i/pulled:1', 'pulled')
  await run(['i/pulled:1'])
  const {site} = sessionFor([])
  const reference = (await readImageNaming(site))(`127.0.0.1:${front.port}/i/pulled:1`)
  const docker = new Docker()
  const authconfig = {username: login.user, password: login.password, serveraddress: `127.0.0.1:${back.port}`}
  await forget()
  const stream = await docker.pull(reference, {authconfig})
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, error => (error ? reject(error) : resolve()))
  })
  const image = docker.getImage(reference)
  const {Architecture} = await image.inspect()
  await image.remove()
  expect([Architecture, front.passed]).toEqual(['amd64', []])
})

/** Text that makes a layer of more than a megabyte. */
function bigText(): string {
  return randomBytes(1_100_000).toString('hex')
}

function shelf() {
  return {port: source.port, ...login}
}
