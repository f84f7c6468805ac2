import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {localConnection} from '../../../src/transport/local.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {tlsCertificate} from '../src/tls-certificate.ts'
import {readable, resourcesOf, systems} from './case.ts'

let contextDirectory = ''

beforeEach(async () => {
  contextDirectory = await mkdtemp(join(tmpdir(), 'hive-tls-'))
})

afterEach(() => rm(contextDirectory, {recursive: true}))

test('the Debian family has the CA twice: where it is trusted, and where hive-builder had it', () => {
  expect(readable(resourcesOf(tlsCertificate))).toMatchInlineSnapshot(`
    "directory:/etc/pki/tls/private
    directory:/etc/pki/tls/certs
    directory:/etc/pki/ca-trust/source/anchors
    file:/etc/pki/tls/private/p-hive0.example_key.pem
      ***
    file:/etc/pki/tls/certs/p-hive0.example_cert.pem
      content() {
      printf %s '<ca/p-hive0.example_cert.pem>
      '
      }
    file:/etc/pki/ca-trust/source/anchors/cacert.pem
      content() {
      printf %s '<ca/cacert.pem>
      '
      }
    file:/usr/local/share/ca-certificates/hive-ca.crt
      content() {
      printf %s '<ca/cacert.pem>
      '
      }
    command:the system trusts the CA of the site
      :
      after file:/usr/local/share/ca-certificates/hive-ca.crt: update-ca-certificates
    command:the engine has read its certificate
      :
      after file:/etc/pki/ca-trust/source/anchors/cacert.pem, file:/etc/pki/tls/private/p-hive0.example_key.pem, file:/etc/pki/tls/certs/p-hive0.example_cert.pem: if grep -qsF '/etc/pki/tls/certs/p-hive0.example_cert.pem' /etc/docker/daemon.json; then systemctl try-restart docker.service; fi"
  `)
})

test('Enterprise Linux trusts it where it is', () => {
  const ids = resourcesOf(tlsCertificate, {facts: systems.alma9}).map(({id}) => id)
  expect(ids.filter(id => id.startsWith('file:'))).toEqual([
    'file:/etc/pki/tls/private/p-hive0.example_key.pem',
    'file:/etc/pki/tls/certs/p-hive0.example_cert.pem',
    'file:/etc/pki/ca-trust/source/anchors/cacert.pem',
  ])
})

test('every server gets a certificate once', async () => {
  const site = makeSite({hosts: 2, contextDirectory})
  const session = makeSession(site, localConnection())
  const planned = (await tlsCertificate.prepare?.(session)) ?? []
  expect(planned.map(({id, details}) => [id, details])).toEqual([
    ['certificate:p-hive0.example', ['there is none yet']],
    ['certificate:p-hive1.example', ['there is none yet']],
  ])
  expect(await readdir(contextDirectory)).toEqual([])
  for (const change of planned) await change.apply()
  expect(await readdir(join(contextDirectory, 'ca'))).toEqual([
    'cacert.pem',
    'cakey.pem',
    'p-hive0.example_cert.pem',
    'p-hive0.example_key.pem',
    'p-hive1.example_cert.pem',
    'p-hive1.example_key.pem',
  ])
  expect(await tlsCertificate.prepare?.(session)).toEqual([])
})

test('a host that moves to another address gets a new certificate', async () => {
  const session = makeSession(makeSite({hosts: 1, contextDirectory}), localConnection())
  for (const change of (await tlsCertificate.prepare?.(session)) ?? []) await change.apply()
  const moved = makeSession(makeSite({hosts: 1, contextDirectory, cidr: '10.99.2.0/24'}), localConnection())
  const planned = (await tlsCertificate.prepare?.(moved)) ?? []
  expect(planned.map(({details}) => details)).toEqual([
    [expect.stringMatching(/^names: .*10\.99\.1\.4.* -> .*10\.99\.2\.4/)],
  ])
})
