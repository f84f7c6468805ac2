import {connect} from 'node:net'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {dockerEngine} from '../../src/docker/engine.ts'
import {applyProgram} from '../../src/engine/apply.ts'
import {compile} from '../../src/engine/compile.ts'
import {dockerImage, file, type Resource} from '../../src/resource/index.ts'
import {secret} from '../../src/shell/secret.ts'
import {localConnection} from '../../src/transport/local.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {uniqueName} from '../support/names.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {type Registry, startRegistry} from '../support/registry.ts'

const name = uniqueName('image')
const login = {user: 'reader', password: 'open sesame'}
let nodes: Nodes
let registry: Registry
/** As the host sees the registry: a port of its own loopback. */
let place: string

beforeAll(async () => {
  const source = importBusybox(dockerEngine(localConnection()), name)
  ;[nodes, registry] = await Promise.all([startNodes(1, {prefix: 'img'}), startRegistry(login)])
  await source
  const options = ['--quiet', '--dest-tls-verify=false', '--dest-creds', `${login.user}:${login.password}`]
  await execa('skopeo', ['copy', ...options, `docker-daemon:${name}:1`, `docker://127.0.0.1:${registry.port}/box:1`])
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

function apply(...resources: readonly Resource[]) {
  const host = onlyHost()
  const way = {connect: () => nodes.pool.connect(host), reset: () => nodes.pool.reset(host)}
  const options = {host: host.name, become: true, canReboot: true, report: () => undefined}
  return applyProgram(way, compile([{role: 'tried', resources}], {checkMode: false}), options)
}

test('an engine without the login says so, and the role what to do', async () => {
  const outcome = await apply(dockerImage(`${place}/box:1`, {advice: 'Name another image.'}))
  expect(outcome).toMatchObject({outcome: 'failed', failed: 1})
  expect(outcome.message).toMatch(/no basic auth credentials.* Name another image\./)
})

test('an engine pulls by itself, with the logins of a file', async () => {
  const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64')
  const config = file('/etc/hive-login/config.json', {content: secret(JSON.stringify({auths: {[place]: {auth}}}))})
  await (await nodes.pool.connect(onlyHost())).exec('sudo mkdir /etc/hive-login')
  const image = dockerImage(`${place}/box:1`, {config: '/etc/hive-login'})
  expect(await apply(config, image)).toMatchObject({outcome: 'changed', changed: 2})
  expect(await apply(config, image)).toMatchObject({outcome: 'ok', ok: 2})
})
