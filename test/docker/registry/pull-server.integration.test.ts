import {execa} from 'execa'
import {Agent} from 'undici'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {dockerEngine} from '../../../src/docker/engine.ts'
import {Registry} from '../../../src/docker/registry/client.ts'
import {pullServer} from '../../../src/docker/registry/pull-server.ts'
import {secret} from '../../../src/shell/secret.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {importBusybox} from '../../support/busybox-image.ts'
import {uniqueName} from '../../support/names.ts'
import {type Registry as RegistryServer, startRegistry} from '../../support/registry.ts'

const name = uniqueName('pull')
const login = {user: 'reader', password: 'open sesame'}
const machine = localConnection()
const dispatcher = new Agent()
let guarded: RegistryServer
let open: RegistryServer
let here: string

beforeAll(async () => {
  guarded = await startRegistry(login)
  open = await startRegistry()
  await importBusybox(dockerEngine(localConnection()), name)
  const credentials = ['--dest-tls-verify=false', '--dest-creds', `${login.user}:${login.password}`]
  const target = `docker://127.0.0.1:${guarded.port}/team/box:7`
  await execa('skopeo', ['copy', '--quiet', ...credentials, `docker-daemon:${name}:1`, target])
  await execa('docker', ['image', 'rm', `${name}:1`])
  const places = [place(open, false), place(guarded, true)]
  const port = await machine.listen(
    pullServer([
      {repository: `${name}/tool`, tag: '1', places, reference: '7'},
      {repository: `${name}/locked`, tag: '1', places: [place(guarded, false)], reference: '7'},
    ]),
  )
  here = `127.0.0.1:${port}`
})

afterAll(async () => {
  await execa('docker', ['image', 'rm', `${here}/${name}/tool:1`], {reject: false})
  await machine.close()
  await dispatcher.destroy()
  await Promise.all([guarded?.stop(), open?.stop()])
})

function place({port}: RegistryServer, known: boolean) {
  const own = known ? {registry: '', user: login.user, password: secret(login.password)} : undefined
  const {signal} = new AbortController()
  const registry = new Registry({
    registry: `127.0.0.1:${port}`,
    plain: true,
    login: own,
    parallel: 2,
    dispatcher,
    signal,
  })
  return {registry, repository: 'team/box'}
}

async function pull(image: string): Promise<string> {
  const {exitCode, stderr} = await execa('docker', ['pull', '-q', `${here}/${name}/${image}`], {reject: false})
  return exitCode === 0 ? '' : stderr
}

test('an engine pulls an image from the first place that has it, with the login of the mother', async () => {
  expect(await pull('tool:1')).toBe('')
  const image = `${here}/${name}/tool:1`
  expect((await execa('docker', ['run', '--rm', image, 'echo', 'it runs'])).stdout).toBe('it runs')
})

test('nothing but what is offered is given, to read only', async () => {
  expect(await pull('tool:7')).toContain('manifest unknown')
  expect(await pull('other:1')).toContain('nothing of this name is offered here')
  const {status} = await fetch(`http://${here}/v2/${name}/tool/blobs/uploads/`, {method: 'POST'})
  expect(status).toBe(404)
})

test('the engine tells why the mother could not get it', async () => {
  expect(await pull('locked:1')).toMatch(
    /http:\/\/127\.0\.0\.1:\d+\/v2\/team\/box\/manifests\/7: .* wants another login/,
  )
})

test('an engine that lost the line gets the rest of a layer', async () => {
  const manifest = await fetch(`http://${here}/v2/${name}/tool/manifests/1`)
  const {layers} = (await manifest.json()) as {layers: {digest: string; size: number}[]}
  const {digest = '', size = 0} = layers[0] ?? {}
  const blob = `http://${here}/v2/${name}/tool/blobs/${digest}`
  const whole = Buffer.from(await (await fetch(blob)).arrayBuffer())
  expect(whole.length).toBe(size)
  const rest = await fetch(blob, {headers: {range: 'bytes=1000-'}})
  expect(rest.status).toBe(206)
  expect(Buffer.from(await rest.arrayBuffer()).equals(whole.subarray(1000))).toBe(true)
})
