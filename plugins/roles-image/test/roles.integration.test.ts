import type Docker from 'dockerode'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {closeEngine, dockerEngine} from '../../../src/docker/engine.ts'
import {baseFacts, compile, gatherFacts, runProgram} from '../../../src/engine/index.ts'
import type {ImageRole, Material} from '../../../src/role.ts'
import {secret} from '../../../src/shell/secret.ts'
import {parseAuthorities} from '../../../src/site/authority.ts'
import {containerConnection} from '../../../src/transport/docker.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeAuthority} from '../../../test/support/authority.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'
import {hiveTrustCa} from '../src/hive-trust-ca.ts'
import {pythonAptk} from '../src/python-aptk.ts'

const target = {service: 'web', roleDirectory: '/roles', variable: () => undefined}
let docker: Docker
let container: Docker.Container
let certificate: string

beforeAll(async () => {
  docker = dockerEngine(localConnection())
  container = await docker.createContainer({
    Image: 'hive-base:bookworm',
    Cmd: ['sleep', '1000'],
    HostConfig: {Binds: [`${process.execPath}:/usr/local/bin/node:ro`]},
  })
  await container.start()
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=site', '-keyout']
  certificate = (await execa('openssl', ['req', '-x509', ...options, '/dev/null'])).stdout
})

afterAll(async () => {
  await container.remove({force: true})
  closeEngine(docker)
})

async function apply(role: ImageRole, wish: SiteWish = {}) {
  const inside = containerConnection(docker, container.id)
  const material: Material = {text: () => `${certificate}\n`, secret: () => secret(certificate)}
  const facts = await gatherFacts(inside, baseFacts, {become: false})
  const resources = role.resources(target, makeSite(wish), facts, material)
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
  const anchor = '/usr/local/share/ca-certificates/hive-ca.crt'
  expect(await run(`openssl verify -CAfile /etc/cacert_pip.pem ${anchor}`)).toEqual([0, `${anchor}: OK`])
  expect(await apply(hiveTrustCa)).toEqual(['ok', undefined])
})

it('installs python3, once', async () => {
  expect(await apply(pythonAptk)).toEqual(['changed', undefined])
  expect(await run('python3 -c "print(6 * 7)"')).toEqual([0, '42'])
  expect(await apply(pythonAptk)).toEqual(['ok', undefined])
})

/** Java of Debian, another Java that was unpacked somewhere, and a Python library with a list of its own. */
const withOwnStores = `set -e
export DEBIAN_FRONTEND=noninteractive
mkdir -p /usr/share/man/man1
apt-get -qq -y -o Dpkg::Options::=--force-unsafe-io --no-install-recommends install openjdk-17-jre-headless
mkdir -p /opt/jdk/bin /opt/jdk/lib/security /usr/lib/python3/dist-packages/certifi
printf '#!/bin/sh\nexec /usr/bin/keytool "$@"\n' >/opt/jdk/bin/keytool
chmod 755 /opt/jdk/bin/keytool
cp /etc/ssl/certs/java/cacerts /opt/jdk/lib/security/cacerts
printf 'def where():\n    return "/srv/list.pem"\n' >/usr/lib/python3/dist-packages/certifi/__init__.py
cp /etc/ssl/certs/ca-certificates.crt /srv/list.pem`

it('makes Java, Python and Node trust the authorities of extra_ca, too, once', async () => {
  expect(await run(withOwnStores)).toEqual([0, expect.anything()])
  const extraAuthorities = parseAuthorities(makeAuthority('Corp Root').certificate, 'ca.pem')
  const [{fingerprint, pem} = {fingerprint: '', pem: ''}] = extraAuthorities
  expect(await apply(hiveTrustCa, {extraAuthorities})).toEqual(['changed', undefined])
  for (const store of ['/etc/ssl/certs/java/cacerts', '/opt/jdk/lib/security/cacerts']) {
    const list = `keytool -exportcert -rfc -keystore ${store} -storepass changeit -alias`
    expect(await run(`${list} hive-extra-${fingerprint.slice(0, 16)} | tr -d '\\r'`)).toEqual([0, pem.trim()])
  }
  expect(await run('cat /srv/list.pem')).toEqual([0, expect.stringContaining(pem.trim())])
  const environment = hiveTrustCa.environment?.(target, makeSite()) ?? {}
  const inside = containerConnection(docker, container.id, {environment})
  const asked = `node -p 'require("tls").getCACertificates("extra").some(one => one.trim() === ${JSON.stringify(pem.trim())})'`
  expect((await inside.exec(asked)).stdout.trim()).toBe('true')
  expect(await apply(hiveTrustCa, {extraAuthorities})).toEqual(['ok', undefined])
})
