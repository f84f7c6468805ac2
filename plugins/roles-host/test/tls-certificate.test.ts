import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {parseAuthorities} from '../../../src/site/authority.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeAuthority} from '../../../test/support/authority.ts'
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
      hive_write '/etc/pki/tls/private/p-hive0.example_key.pem' '600' 'root' 'root' content
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
    command:no other authority of extra_ca is trusted
      wanted='  '
      for anchor in '/usr/local/share/ca-certificates/hive-extra-'*; do
        case $wanted in
          *" $anchor "*) ;;
          *) [ ! -e "$anchor" ] || printf '%s\\n' "$anchor" ;;
        esac
      done | while IFS= read -r anchor; do rm -- "$anchor"; done
    command:the system trusts these authorities
      :
      after file:/usr/local/share/ca-certificates/hive-ca.crt, command:no other authority of extra_ca is trusted: find /etc/ssl/certs -lname '/usr/local/share/ca-certificates/*' -delete
      find /etc/ssl/certs -xtype l -delete
      update-ca-certificates
    command:the engine has read its certificate and whom to trust
      :
      after file:/etc/pki/ca-trust/source/anchors/cacert.pem, file:/etc/pki/tls/private/p-hive0.example_key.pem, file:/etc/pki/tls/certs/p-hive0.example_cert.pem, command:no other authority of extra_ca is trusted: if grep -qsF '/etc/pki/tls/certs/p-hive0.example_cert.pem' /etc/docker/daemon.json; then systemctl try-restart docker.service; fi"
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

test('every authority of extra_ca is a file of its own, and the engine learns of it', () => {
  const extraAuthorities = ['corp', 'branch'].flatMap(name => parseAuthorities(makeAuthority(name).certificate, name))
  const files = (directory: string, suffix: string) =>
    extraAuthorities.map(({fingerprint}) => `file:${directory}/hive-extra-${fingerprint.slice(0, 16)}${suffix}`)
  const cases = [
    [systems.debian12, files('/usr/local/share/ca-certificates', '.crt')],
    [systems.alma9, files('/etc/pki/ca-trust/source/anchors', '.pem')],
  ] as const
  for (const [facts, wanted] of cases) {
    const resources = resourcesOf(tlsCertificate, {facts, extraAuthorities})
    const ids = resources.map(({id}) => id)
    expect(ids.filter(id => id.includes('hive-extra'))).toEqual(wanted)
    const [trusts, engine] = resources.slice(-2).map(({onChange}) => onChange?.of.map(({id}) => id) ?? [])
    expect([...(trusts ?? []), ...(engine ?? [])].filter(id => id.includes('hive-extra'))).toEqual([
      ...wanted,
      ...wanted,
    ])
  }
})

test('an authority that is over keeps setup-hosts from starting', async () => {
  const [authority] = parseAuthorities(makeAuthority('old').certificate, 'ca.pem')
  const extraAuthorities = authority ? [{...authority, validTo: '2001-01-01T00:00:00Z'}] : []
  const session = makeSession(makeSite({contextDirectory, extraAuthorities}), localConnection())
  await expect(tlsCertificate.prepare?.(session)).rejects.toThrowError('ca.pem:1: the certificate of CN=old expired on')
})
