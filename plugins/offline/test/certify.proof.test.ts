import {randomInt} from 'node:crypto'
import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {makeProject} from '../../../test/support/project.ts'
import {requireCache} from '../src/cache.ts'
import {certifyCache, freezeCache, raiseCache, recordStage, removeCache} from '../src/index.ts'
import {forgetImage, lookAtStage, stageProject, stageSession, withoutBuilds} from './support/stage.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'

const repository = join(import.meta.dirname, '../../..')
const name = `certify-${randomInt(36 ** 4).toString(36)}`
const cacheName = `hive-offline-${name}-private`
const host = `p-hive0.${name}`
let project: string
let upstream: Upstream

beforeAll(async () => {
  project = await makeProject(stageProject(name))
  await raiseCache(session(), {port: randomInt(20_000, 30_000)})
  upstream = await startUpstream(cacheName)
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await raiseCache(session(upstream.authority), {})
}, 900_000)

afterAll(async () => {
  await upstream?.stop()
  await removeCache(session(), {data: true, dryRun: false})
  await rm(project, {recursive: true, force: true})
}, 300_000)

const session = (authority?: string) => stageSession(name, project, {authority})

const hive = join(repository, 'bin/hive')

/** A rehearsal that writes what the site is made of to a file of the project, while the site is there. */
function withLook(file: string) {
  const script = '"$1" all && docker exec "$2" sh -c "$3" >"$4"'
  return {command: ['sh', '-ec', script, 'sh', hive, host, lookAtStage, join(project, file)], environment: process.env}
}

/** What a rehearsal wrote. */
const found = (file: string) => readFile(join(project, file), 'utf8')

it('raises a site from the operating system up out of what was recorded, version by version', async () => {
  const report = await recordStage(session(), withLook('recorded'))
  expect(report).toMatchObject({recorded: true, lastWords: []})
  const recorded = await found('recorded')
  expect(recorded).toMatch(/^systemd\t/m)
  expect(recorded).toMatch(/^clock runs 1 of app:1@sha256:/m)
  expect(recorded).toMatch(/^web runs 1 of image_web:latest@sha256:[0-9a-f]+\n(.*\n)*hello\t/m)
  await freezeCache(session())
  await upstream.stop()
  expect(await certifyCache(session(), withLook('certified'))).toEqual({certified: true, missing: [], lastWords: []})
  expect(withoutBuilds(await found('certified'))).toBe(withoutBuilds(recorded))
}, 1_800_000)

it('names all artefacts that are gone, with the phase that asks for each, and leaves nothing behind', async () => {
  const {container} = await requireCache(session())
  const forget = `
    grep -rla "main/c/ca-certificates/" store | xargs rm
    ${forgetImage}`
  await execa('docker', ['exec', '--workdir', '/var/lib/hive-offline', container.id, 'sh', '-ec', forget])
  // squid has it in memory, too.
  await execa('docker', ['restart', '--time', '30', container.id])
  await raiseCache(session(), {})
  const {certified, missing} = await certifyCache(session(), {command: [hive, 'all'], environment: process.env})
  expect(certified).toBe(false)
  expect(
    missing.map(({phase, method, url}) => `${phase}: ${method} ${url.replace(/_[^/]*$|[0-9a-f]{64}$/, '')}`),
  ).toEqual([
    expect.stringMatching(/^build-infra: GET .*\/ca-certificates$/),
    'recorded: GET https://registry.test/v2/team/app/blobs/sha256:',
    'recorded: GET https://registry.test/v2/team/app/blobs/sha256:',
  ])
  const left = await Promise.all(
    [
      ['ps', '-aq'],
      ['network', 'ls', '-q'],
    ].map(words => execa('docker', [...words, '--filter', `name=${cacheName}-rehearsal`])),
  )
  expect(left.map(({stdout}) => stdout)).toEqual(['', ''])
}, 1_800_000)
