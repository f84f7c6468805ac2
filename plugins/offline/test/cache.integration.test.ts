import {randomInt} from 'node:crypto'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parseAuthorities} from '../../../src/site/authority.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {cacheStatus, exportCache, freezeCache, importCache, raiseCache, removeCache, thawCache} from '../src/index.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'

const name = `offline-${randomInt(36 ** 4).toString(36)}`
const network = `hive-offline-${name}-private`
const port = randomInt(20_000, 30_000)
let directory: string
let upstream: Upstream
let node: string
/** Of the cache, once it is cut off. */
let address = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-offline-'))
  ;({stdout: node} = await execa(join(import.meta.dirname, '../../../scripts/node-image')))
  await raiseCache(session(), {port})
  upstream = await startUpstream(network, node)
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await raiseCache(session(upstream.authority), {})
}, 900_000)

afterAll(async () => {
  if (address !== '') await execa('iptables', ['-w', '-D', 'DOCKER-USER', '-s', address, '-j', 'DROP'], {reject: false})
  await upstream?.stop()
  await removeCache(session(), {data: true, dryRun: false})
  await rm(directory, {recursive: true, force: true})
}, 300_000)

function session(authority?: string) {
  const site = makeSite({
    name,
    rootDirectory: directory,
    ...(authority !== undefined && {extraAuthorities: parseAuthorities(authority, 'test')}),
  })
  const app = makeService('app', {image: {kind: 'pulled', tag: 'registry.test/team/app:1'}})
  return makeSession({...site, services: [app]}, localConnection())
}

const certificate = () => join(directory, '.hive/private/offline-ca.pem')

async function curl(...words: readonly string[]): Promise<string> {
  const proxy = ['--proxy', `http://127.0.0.1:${port}`, '--cacert', certificate()]
  const {stdout} = await execa('curl', ['-sS', '-L', '-w', ' %{http_code}', ...proxy, ...words], {reject: false})
  return stdout
}

/** What the clients of a build do; returns what they got. */
async function build() {
  const files = await mkdtemp(join(directory, 'build-'))
  const proxy = `http://127.0.0.1:${port}`
  const apt = `
    rm -rf /var/lib/apt/lists/*
    apt-get -qq update && apt-get -qq download hello && sha256sum hello_*.deb`
  const container = ['--network', 'host', '--env', `http_proxy=${proxy}`, 'hive-base:bookworm', 'sh', '-ec', apt]
  const {stdout: deb} = await execa('docker', ['run', '--rm', ...container])
  const npm = ['pack', '--silent', 'is-number@7.0.0', '--proxy', proxy, '--https-proxy', proxy]
  await execa('npm', [...npm, '--cache', join(files, 'cache'), '--cafile', certificate()], {cwd: files})
  const image = ['inspect', '--format', '{{.Digest}}', 'docker://registry.test/team/app:1']
  const environment = {HTTPS_PROXY: proxy, SSL_CERT_FILE: certificate()}
  await execa('skopeo', ['copy', '--quiet', 'docker://registry.test/team/app:1', `dir:${files}/image`], {
    env: environment,
  })
  return {
    deb,
    npm: (await execa('sha256sum', ['is-number-7.0.0.tgz'], {cwd: files})).stdout,
    image: (await execa('skopeo', image, {env: environment})).stdout,
    redirected: await curl('https://files.test/old?from=role'),
    absent: await curl('-o', '/dev/null', 'https://files.test/absent'),
  }
}

describe('an offline cache', () => {
  let recorded: Awaited<ReturnType<typeof build>>

  it('records what clients fetch, redirects and refusals included', async () => {
    recorded = await build()
    expect(recorded).toMatchObject({redirected: 'the file\n 200', absent: ' 404'})
    expect(recorded.image).toMatch(/^sha256:/)
  })

  it('tells what it holds and what it cannot give again', async () => {
    expect(await curl('-u', 'reader:only4Tests', 'https://files.test/secret')).toBe('for few\n 200')
    expect(await curl('-d', 'hello', 'https://files.test/echo')).toBe('hello 200')
    const {state, images, places, unkept, objects} = await cacheStatus(session())
    expect({state, images: images.map(image => image.name), unkept}).toEqual({
      state: 'recording',
      images: ['registry.test/team/app:1'],
      unkept: [
        {method: 'GET', url: 'https://files.test/secret', reason: 'it was asked for with a login'},
        {method: 'POST', url: 'https://files.test/echo', reason: 'answers to POST are not kept'},
      ],
    })
    expect(places.map(({place}) => place)).toEqual(expect.arrayContaining(['files.test', 'registry.test']))
    expect(objects).toBeGreaterThan(4)
  })

  it('stays as it is when it is raised again', async () => {
    const before = await execa('docker', ['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', network])
    await raiseCache(session(upstream.authority), {})
    const after = await execa('docker', ['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', network])
    expect(after.stdout).toBe(before.stdout)
  })

  it('gives the same again when it is frozen and everything outside is gone', async () => {
    const report = await freezeCache(session())
    expect(report.unkept.map(({url}) => url)).toEqual(['https://files.test/secret', 'https://files.test/echo'])
    await upstream.stop()
    await cutOff()
    expect(await build()).toEqual(recorded)
    expect(await sent()).toBe(0)
  })

  it('names what it was asked for in vain', async () => {
    expect(await curl('https://files.test/new')).toBe(
      'Not in the offline cache of hive, which is frozen: https://files.test/new\n 403',
    )
    expect(await curl('https://registry.test/v2/team/app/manifests/2')).toMatch(/ 404$/)
    const {misses} = await cacheStatus(session())
    expect(misses.map(({method, url}) => `${method} ${url}`)).toEqual([
      'GET https://files.test/new',
      'GET https://registry.test/v2/team/app/manifests/2',
    ])
  })

  it('comes back with all it holds after its machine lost power', async () => {
    await execa('docker', ['kill', network])
    await raiseCache(session(), {})
    expect(await build()).toEqual(recorded)
  })

  it('is carried elsewhere as one file, without its key, and gives the same there', async () => {
    const file = join(directory, 'cache.tar.zst')
    await exportCache(session(), file)
    await removeCache(session(), {data: true, dryRun: false})
    const before = await readFile(certificate(), 'utf8')

    await importCache(session(), {file, port, replace: false})
    expect(await readFile(certificate(), 'utf8')).not.toBe(before)
    expect(await build()).toEqual(recorded)
    await expect(importCache(session(), {file, replace: false})).rejects.toThrow('which holds something')
  })

  it('stays as it is when a file is no archive', async () => {
    await writeFile(join(directory, 'notes'), 'a text')
    await expect(importCache(session(), {file: join(directory, 'notes'), replace: true})).rejects.toThrow(
      /Nothing was changed/,
    )
    expect((await cacheStatus(session())).state).toBe('frozen')
  })

  it('does not travel when what it holds is not what was frozen', async () => {
    await execa('docker', ['exec', network, 'sh', '-c', 'echo changed >>/var/lib/hive-offline/answers'])
    await expect(exportCache(session(), join(directory, 'never.tar.zst'))).rejects.toThrow(
      '1 files of the offline cache are not what was frozen: answers.',
    )
  })

  it('records on when it is thawed', async () => {
    expect(await thawCache(session())).toEqual({changed: true})
    expect(await thawCache(session())).toEqual({changed: false})
    expect((await cacheStatus(session())).state).toBe('recording')
  })
})

/** Drops, and counts, whatever the cache sends but to this machine. */
async function cutOff() {
  const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}} {{(index .NetworkSettings.Networks "${network}").Gateway}}`
  ;[address = ''] = (await execa('docker', ['inspect', '--format', format, network])).stdout.split(' ')
  await execa('iptables', ['-w', '-I', 'DOCKER-USER', '-s', address, '-j', 'DROP'])
}

async function sent(): Promise<number> {
  const {stdout} = await execa('iptables', ['-w', '-nvxL', 'DOCKER-USER'])
  const row = stdout.split('\n').find(line => line.includes(` ${address} `))
  return Number(row?.trim().split(/\s+/)[0] ?? Number.NaN)
}
