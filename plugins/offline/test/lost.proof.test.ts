import {randomInt} from 'node:crypto'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {uniqueName} from '../../../test/support/names.ts'
import {requireCache} from '../src/cache.ts'
import {freezeCache, raiseCache, removeCache} from '../src/index.ts'
import {findLost} from '../src/lost.ts'
import {forgetImage, stageSession} from './support/stage.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'

const name = uniqueName('lost')
const port = randomInt(20_000, 30_000)
const proxy = `http://127.0.0.1:${port}`
let directory: string
const network = `hive-offline-${name}-private`
let upstream: Upstream
/** A registry without TLS, named by its address. */
let mirror: string | undefined

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-lost-'))
  await raiseCache(session(), {port})
  upstream = await startUpstream(network)
  mirror = `${await addressOf(`${network}-registry`)}:5001`
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await raiseCache(session(upstream.authority), {})
  await record()
  await freezeCache(session())
}, 900_000)

afterAll(async () => {
  await upstream?.stop()
  await removeCache(session(), {data: true, dryRun: false})
  await rm(directory, {recursive: true, force: true})
}, 300_000)

const session = (authority?: string) => stageSession(name, directory, {authority, mirror})

async function addressOf(container: string): Promise<string> {
  const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`
  return (await execa('docker', ['inspect', '--format', format, container])).stdout
}

/** Packages with their lists, a redirect to a file, an image, and what the other registry says of it. */
async function record(): Promise<void> {
  const certificate = join(directory, '.hive/private/offline-ca.pem')
  const apt = 'rm -rf /var/lib/apt/lists/* && apt-get -qq update && apt-get -qq download hello'
  const container = ['--network', 'host', '--env', `http_proxy=${proxy}`, 'hive-base:bookworm', 'sh', '-ec', apt]
  await execa('docker', ['run', '--rm', ...container])
  const url = 'https://files.test/old?from=role'
  await execa('curl', ['-sSfL', '-o', '/dev/null', '--proxy', proxy, '--cacert', certificate, url])
  const format = 'Accept: application/vnd.docker.distribution.manifest.v2+json'
  const manifest = `http://${mirror}/v2/team/app/manifests/1`
  await execa('curl', ['-sSf', '-o', '/dev/null', '--proxy', proxy, '-H', format, manifest])
  await execa('skopeo', ['copy', '--quiet', 'docker://registry.test/team/app:1', `dir:${directory}/image`], {
    env: {HTTPS_PROXY: proxy, SSL_CERT_FILE: certificate},
  })
}

async function inCache(script: string): Promise<void> {
  const {container} = await requireCache(session())
  await execa('docker', ['exec', '--workdir', '/var/lib/hive-offline', container.id, 'sh', '-ec', script])
}

async function lost(): Promise<readonly string[]> {
  const found = await findLost(await requireCache(session()), new AbortController().signal)
  return found.map(({url}) => url.replace(/_[^/]*\.deb$|[0-9a-f]{64}$/, '')).toSorted()
}

it('finds nothing lost in a cache that is as it was frozen', async () => {
  expect(await lost()).toEqual([])
})

it('names everything that is gone or damaged, whatever its kind', async () => {
  await inCache(`
    grep -rla "main/h/hello/" store | xargs rm
    echo damage >>"$(grep -rlaF "https://files.test/file" store)"
    ${forgetImage}
    echo more >>answers`)
  await execa('docker', ['restart', '--time', '30', (await requireCache(session())).container.id])
  await raiseCache(session(), {})
  expect(await lost()).toEqual([
    'answers',
    expect.stringMatching(/\/h\/hello\/hello$/),
    'https://files.test/file',
    'https://registry.test/v2/team/app/blobs/sha256:',
    'https://registry.test/v2/team/app/blobs/sha256:',
  ])
})
