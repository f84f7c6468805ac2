import {randomInt} from 'node:crypto'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Docker from 'dockerode'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest'
import {parseAuthorities} from '../../../src/site/authority.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {cacheStatus, exportCache, freezeCache, importCache, raiseCache, removeCache, thawCache} from '../src/index.ts'
import {apk, apt, dnf, npm, pip, pull} from './support/clients.ts'
import {type CutNetwork, cutNetwork} from './support/cut-network.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'
import {login} from './support/upstream-files.ts'
import {startWayOut, type WayOut} from './support/way-out.ts'

const name = `offline-${randomInt(36 ** 4).toString(36)}`
const network = `hive-offline-${name}-private`
const port = randomInt(20_000, 30_000)
const proxy = `http://127.0.0.1:${port}`
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'
let directory: string
let upstream: Upstream
let wayOut: WayOut
let cut: CutNetwork | undefined

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-offline-'))
  // Only for the network: what it would name is not there yet.
  await raiseCache(makeSession(makeSite({name, rootDirectory: directory}), localConnection()), {port})
  upstream = await startUpstream(network)
  wayOut = await startWayOut(network, await ofCache('{{.Config.Image}}'))
  await importBusybox(new Docker(), network)
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await upstream.push(`${network}:1`, 'team/box:1')
  await upstream.push(`${network}:1`, 'team/guarded:1', 5000)
  await raiseCache(session(upstream.authority), {upstream: wayOut.address})
}, 900_000)

afterAll(async () => {
  await cut?.end()
  await Promise.all([upstream?.stop(), wayOut?.stop()])
  await execa('docker', ['rmi', `${network}:1`], {reject: false})
  await removeCache(session(), {data: true, dryRun: false})
  await rm(directory, {recursive: true, force: true})
}, 300_000)

function session(authority?: string) {
  const repositories = [{repository: 'registry.test:5000', login_user: login.user, password: login.password}]
  const site = makeSite({
    name,
    rootDirectory: directory,
    settings: {image_mirror: 'http://registry.test:5001'},
    hostVariables: {hive_ext_repositories: repositories},
    ...(authority !== undefined && {extraAuthorities: parseAuthorities(authority, 'test')}),
  })
  const services = ['registry.test/team/app:1', 'registry.test:5000/team/guarded:1'].map((tag, index) =>
    makeService(`app${index}`, {image: {kind: 'pulled', tag}}),
  )
  return makeSession({...site, services}, localConnection())
}

const certificate = () => join(directory, '.hive/private/offline-ca.pem')

async function curl(...words: readonly string[]): Promise<string> {
  const way = ['--proxy', proxy, '--cacert', certificate()]
  const {stdout} = await execa('curl', ['-sS', '-L', '-w', ' %{http_code}', ...way, ...words], {reject: false})
  return stdout
}

/** What the clients of a build do; returns what they got. */
async function build() {
  const way = {proxy, certificate: certificate(), files: await mkdtemp(join(directory, 'build-'))}
  return {
    deb: await apt(way),
    rpm: await dnf(way),
    apk: await apk(way),
    wheel: await pip(way),
    npm: await npm(way),
    image: await pull('registry.test/team/app:1', way),
    guarded: await pull('registry.test:5000/team/guarded:1', way),
    mirrored: await curl('-H', `Accept: ${manifestType}`, 'http://registry.test:5001/v2/team/box/manifests/1'),
    redirected: await curl('https://files.test/old?from=role'),
    absent: await curl('-o', '/dev/null', 'https://files.test/absent'),
  }
}

describe('an offline cache', () => {
  let recorded: Awaited<ReturnType<typeof build>>

  it('records what clients fetch, redirects and refusals included', async () => {
    recorded = await build()
    expect(recorded).toMatchObject({redirected: 'the file\n 200', absent: ' 404'})
    expect(recorded.mirrored).toMatch(/ 200$/)
  })

  it('goes through the proxy it is given, and by itself when it is given none', async () => {
    await raiseCache(session(upstream.authority), {upstream: ''})
    // A tunnel is in the log when it is closed: that of a registry, when the registry ends.
    await expect
      .poll(() => wayOut.requests())
      .toEqual(
        expect.arrayContaining([
          'CONNECT files.test:443',
          'CONNECT registry.test:443',
          'CONNECT registry.test:5000',
          'GET http://registry.test:5001/v2/team/box/manifests/1',
          expect.stringMatching(/^GET http:.*\/InRelease$/),
        ]),
      )
    const before = await wayOut.requests()
    expect(await curl('-o', '/dev/null', 'https://files.test/late')).toBe(' 404')
    expect(await wayOut.requests()).toEqual(before)
  })

  it('tells what it holds and what it cannot give again', async () => {
    expect(await curl('-u', 'reader:only4Tests', 'https://files.test/secret')).toBe('for few\n 200')
    expect(await curl('-d', 'hello', 'https://files.test/echo')).toBe('hello 200')
    const {state, images, places, unkept, objects} = await cacheStatus(session())
    expect({state, images: images.map(image => image.name), unkept}).toEqual({
      state: 'recording',
      images: ['registry.test/team/app:1', 'registry.test:5000/team/guarded:1', 'registry.test:5001/team/box:1'],
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
    await Promise.all([upstream.stop(), wayOut.stop()])
    cut = await cutNetwork(network)
    expect(await build()).toEqual(recorded)
    expect(await cut?.sent()).toBe(0)
  })

  it('keeps no password when it is frozen', async () => {
    const {password} = login
    const words = ['-rlFe', password, '-e', encodeURIComponent(password), '/var/lib/hive-offline']
    const {stdout} = await execa('docker', ['exec', network, 'grep', ...words], {reject: false})
    expect(stdout).toBe('')
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

  it('comes back with all it holds after its machine lost power, also at another address', async () => {
    const address = await ofCache(addressFormat)
    await execa('docker', ['kill', network])
    const newcomer = ['--detach', '--network', network, 'hive-base:bookworm', 'sleep', 'infinity']
    const {stdout: id} = await execa('docker', ['run', ...newcomer])
    onTestFinished(async () => void (await execa('docker', ['rm', '--force', id])))
    await raiseCache(session(), {})
    expect(await ofCache(addressFormat)).not.toBe(address)
    expect(await build()).toEqual(recorded)
    expect(await cut?.sent()).toBe(0)
  })

  it('is carried elsewhere as one file, without its key, and gives the same there', async () => {
    const file = join(directory, 'cache.tar.zst')
    await exportCache(session(), file)
    await removeCache(session(), {data: true, dryRun: false})
    const before = await readFile(certificate(), 'utf8')

    await importCache(session(), {file, port, replace: false})
    expect(await readFile(certificate(), 'utf8')).not.toBe(before)
    await cut?.end()
    cut = await cutNetwork(network)
    expect(await build()).toEqual(recorded)
    expect(await cut.sent()).toBe(0)
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

const addressFormat = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`

async function ofCache(format: string): Promise<string> {
  return (await execa('docker', ['inspect', '--format', format, network])).stdout
}
