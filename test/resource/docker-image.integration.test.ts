import {writeFile} from 'node:fs/promises'
import {connect} from 'node:net'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {dockerEngine} from '../../src/docker/engine.ts'
import {applyProgram} from '../../src/engine/apply.ts'
import {compile} from '../../src/engine/compile.ts'
import {dockerImage, file, type Resource} from '../../src/resource/index.ts'
import {offerImages} from '../../src/setup/offer-images.ts'
import {secret} from '../../src/shell/secret.ts'
import type {Site} from '../../src/site/site.ts'
import {localConnection} from '../../src/transport/local.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {uniqueName} from '../support/names.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {type Registry, startRegistry} from '../support/registry.ts'
import {makeSession} from '../support/session.ts'

const name = uniqueName('image')
const login = {user: 'reader', password: 'open sesame'}
let nodes: Nodes
let registry: Registry
/** As the host sees the registry: a port of its own loopback. */
let place: string

beforeAll(async () => {
  registry = await startRegistry(login)
  await importBusybox(dockerEngine(localConnection()), name)
  // As the mother reaches it.
  const logins = [{repository: `127.0.0.1:${registry.port}`, login_user: login.user, password: login.password}]
  nodes = await startNodes(1, {prefix: 'img', hostVariables: {hive_ext_repositories: logins}})
  const options = ['--quiet', '--dest-tls-verify=false', '--dest-creds', `${login.user}:${login.password}`]
  for (const target of ['box:1', 'library/tool:older']) {
    const source = `docker-daemon:${name}:1`
    await execa('skopeo', ['copy', ...options, source, `docker://127.0.0.1:${registry.port}/${target}`])
  }
  const port = await (await nodes.pool.connect(onlyHost())).listen(stream => {
    const socket = connect(registry.port, '127.0.0.1')
    stream.on('close', () => socket.destroy())
    socket.pipe(stream).pipe(socket)
  })
  place = `127.0.0.1:${port}`
})

afterAll(async () => {
  await execa('docker', ['image', 'rm', `${name}:1`], {reject: false})
  await Promise.all([nodes?.stop(), registry?.stop()])
})

function onlyHost() {
  const [host] = nodes.site.hosts
  if (host === undefined) throw new Error('there is no host')
  return host
}

/** As setup-hosts does it, on a site with these settings. */
async function apply(resources: readonly Resource[], settings: Partial<Site['settings']> = {}) {
  const host = onlyHost()
  const sections = [{role: 'tried', resources}]
  const site = {...nodes.site, settings: {...nodes.site.settings, ...settings}}
  const offer = await offerImages(makeSession(site, localConnection()), sections)
  const way = {connect: () => nodes.pool.connect(host), reset: () => nodes.pool.reset(host)}
  const preface = offer && {preface: offer.preface}
  const options = {host: host.name, become: true, canReboot: true, report: () => undefined, ...preface}
  try {
    return await applyProgram(way, compile(sections, {checkMode: false}), options)
  } finally {
    await offer?.end()
  }
}

test('an engine without the login says so, and the role what to do', async () => {
  const outcome = await apply([dockerImage(`${place}/box:1`, {advice: 'Name another image.'})])
  expect(outcome).toMatchObject({outcome: 'failed', failed: 1})
  expect(outcome.message).toMatch(/no basic auth credentials.* Name another image\./)
})

test('an engine pulls by itself, with the logins of a file', async () => {
  const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64')
  const config = file('/etc/hive-login/config.json', {content: secret(JSON.stringify({auths: {[place]: {auth}}}))})
  await (await nodes.pool.connect(onlyHost())).exec('sudo mkdir /etc/hive-login')
  const image = dockerImage(`${place}/box:1`, {config: '/etc/hive-login'})
  expect(await apply([config, image])).toMatchObject({outcome: 'changed', changed: 2})
  expect(await apply([config, image])).toMatchObject({outcome: 'ok', ok: 2})
})

test('an engine gets what image_mirror has of an image, by the digest that is locked, under the name a role has for it', async () => {
  const inspected = ['inspect', '--tls-verify=false', '--creds', `${login.user}:${login.password}`]
  const copy = `docker://127.0.0.1:${registry.port}/library/tool:older`
  const {stdout: digest} = await execa('skopeo', [...inspected, '--format', '{{.Digest}}', copy])
  const lock = {version: 1, images: {'docker.io/library/tool:2': {digest, stages: ['private']}}}
  await writeFile(join(nodes.site.rootDirectory, 'mirror.lock.json'), JSON.stringify(lock))
  const settings = {image_mirror: `http://127.0.0.1:${registry.port}`}
  expect(await apply([dockerImage('tool:2')], settings)).toMatchObject({outcome: 'changed', changed: 1})
  const {stdout} = await (await nodes.pool.connect(onlyHost())).exec('docker run --rm tool:2 echo it runs')
  expect(stdout).toBe('it runs\n')
  expect(await apply([dockerImage('tool:2')], settings)).toMatchObject({outcome: 'ok', ok: 1})
})
