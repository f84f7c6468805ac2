import type Docker from 'dockerode'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {closeEngine, dockerEngine} from '../../../src/docker/engine.ts'
import {baseFacts, compile, gatherFacts, runProgram} from '../../../src/engine/index.ts'
import type {ImageRole, Material} from '../../../src/role.ts'
import {secret} from '../../../src/shell/secret.ts'
import {containerConnection} from '../../../src/transport/docker.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeSite} from '../../../test/support/site.ts'
import {hiveTrustCa} from '../src/hive-trust-ca.ts'
import {pythonAptk} from '../src/python-aptk.ts'

let docker: Docker
let container: Docker.Container
let certificate: string

beforeAll(async () => {
  docker = dockerEngine(localConnection())
  container = await docker.createContainer({Image: 'hive-base:bookworm', Cmd: ['sleep', '1000']})
  await container.start()
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=site', '-keyout']
  certificate = (await execa('openssl', ['req', '-x509', ...options, '/dev/null'])).stdout
})

afterAll(async () => {
  await container.remove({force: true})
  closeEngine(docker)
})

async function apply(role: ImageRole) {
  const inside = containerConnection(docker, container.id)
  const material: Material = {text: () => `${certificate}\n`, secret: () => secret(certificate)}
  const target = {service: 'web', roleDirectory: '/roles', variable: () => undefined}
  const facts = await gatherFacts(inside, baseFacts, {become: false})
  const resources = role.resources(target, makeSite(), facts, material)
  const program = compile([{role: role.name, resources}], {checkMode: false})
  const {outcome, message} = await runProgram(inside, program, {host: 'web', report: () => {}, become: false})
  return [outcome, message]
}

async function run(command: string): Promise<unknown> {
  const {code, stdout} = await containerConnection(docker, container.id).exec(command)
  return [code, stdout.trim()]
}

it('makes Debian trust the authority, once', async () => {
  expect(await apply(hiveTrustCa)).toEqual(['changed', undefined])
  expect(await run('openssl verify -CAfile /etc/ssl/certs/ca-certificates.crt /etc/cacert_pip.pem')).toEqual([
    0,
    '/etc/cacert_pip.pem: OK',
  ])
  expect(await apply(hiveTrustCa)).toEqual(['ok', undefined])
})

it('installs python3, once', async () => {
  expect(await apply(pythonAptk)).toEqual(['changed', undefined])
  expect(await run('python3 -c "print(6 * 7)"')).toEqual([0, '42'])
  expect(await apply(pythonAptk)).toEqual(['ok', undefined])
})
