import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {compare} from 'bcryptjs'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Material, Session} from '../../../src/index.ts'
import {secret} from '../../../src/shell/secret.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {registry} from '../src/registry.ts'

const site = makeSite({hosts: 2, hostVariables: {hive_internal_cidr: '172.31.252.0/22'}})
const hosts = site.hosts.filter(host => host.isRepository)
const material: Material = {text: path => `<${path}>\n`, secret: path => secret(`<secret ${path}>\n`)}
const debian = {family: 'debian', os: 'debian', osVersion: '12'}
const redhat = {family: 'redhat', os: 'almalinux', osVersion: '9.4'}

describe.each([debian, redhat])('on $os', facts => testRole(registry, {hosts, site, facts, material}))

test('is a package with a unit of its own on the Debian family', () => {
  expect(resources(debian)).toMatchInlineSnapshot(`
    "packages:docker-registry
    directory:/etc/docker/registry
    file:/etc/docker/registry/config.yml
    content() {
    printf %s 'version: 0.1
    log:
      level: info
    storage:
      filesystem:
        rootdirectory: /var/lib/docker-registry
      delete:
        enabled: true
      cache:
        blobdescriptor: inmemory
    http:
      addr: :5000
      headers:
        X-Content-Type-Options: [nosniff]
      tls:
        certificate: /etc/docker/registry/cert.pem
        key: /etc/docker/registry/key.pem
    auth:
      htpasswd:
        realm: hive
        path: /etc/docker/registry/htpasswd
    health:
      storagedriver:
        enabled: true
        interval: 10s
        threshold: 3
    '
    }
    file:/etc/docker/registry/key.pem
    ***
    file:/etc/docker/registry/cert.pem
    content() {
    printf %s '<ca/p-hive1.example_cert.pem>
    '
    }
    file:/etc/docker/registry/htpasswd
    ***
    directory:/var/lib/docker-registry
    directory:/etc/systemd/system/docker-registry.service.d
    file:/etc/systemd/system/docker-registry.service.d/hive.conf
    content() {
    printf %s '[Service]
    Restart=always
    RestartSec=5s
    '
    }
    service:docker-registry.service
    after file:/etc/systemd/system/docker-registry.service.d/hive.conf, file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_restart 'docker-registry.service' restart
    command:the registry answers on port 5000"
  `)
})

test('is a container on Enterprise Linux', () => {
  expect(resources(redhat)).toMatchInlineSnapshot(`
    "packages:docker-compose-plugin
    directory:/etc/docker/registry
    file:/etc/docker/registry/config.yml
    content() {
    printf %s 'version: 0.1
    log:
      level: info
    storage:
      filesystem:
        rootdirectory: /var/lib/registry
      delete:
        enabled: true
      cache:
        blobdescriptor: inmemory
    http:
      addr: :5000
      headers:
        X-Content-Type-Options: [nosniff]
      tls:
        certificate: /etc/docker/registry/cert.pem
        key: /etc/docker/registry/key.pem
    auth:
      htpasswd:
        realm: hive
        path: /etc/docker/registry/htpasswd
    health:
      storagedriver:
        enabled: true
        interval: 10s
        threshold: 3
    '
    }
    file:/etc/docker/registry/key.pem
    ***
    file:/etc/docker/registry/cert.pem
    content() {
    printf %s '<ca/p-hive1.example_cert.pem>
    '
    }
    file:/etc/docker/registry/htpasswd
    ***
    compose-project:registry
    content() {
    printf %s 'services:
      registry:
        image: registry:2
        container_name: registry
        restart: always
        command: [/etc/docker/registry/config.yml]
        ports: ['\\''5000:5000'\\'']
        volumes:
          - /etc/docker/registry:/etc/docker/registry:ro,z
          - regdata:/var/lib/registry
    volumes:
      regdata: {}
    networks:
      default:
        ipam:
          config:
            - subnet: 172.31.255.0/25
    '
    }
    after file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_compose '/etc/docker/registry' 'registry' restart
    command:the registry answers on port 5000"
  `)
})

describe('its login', () => {
  let contextDirectory = ''
  beforeEach(async () => {
    contextDirectory = await mkdtemp(join(tmpdir(), 'hive-registry-'))
  })
  afterEach(() => rm(contextDirectory, {recursive: true}))

  const session = (user = 'hive') => {
    const made = makeSite({hosts: 1, contextDirectory})
    return makeSession({...made, registry: {...made.registry, user}}, localConnection())
  }
  const prepare = async (current: Session) => {
    const planned = (await registry.prepare?.(current)) ?? []
    for (const change of planned) await change.apply()
    return planned.map(({action, id, details}) => `${action} ${id} ${details.join()}`)
  }
  const context = (name: string) => readFile(join(contextDirectory, name), 'utf8')

  test('is made once, for this user alone to read', async () => {
    expect(await prepare(session())).toEqual(['create login:registry user: hive'])
    const [user, hashed = ''] = (await context('registry_htpasswd')).trim().split(':')
    const password = await context('registry_password')
    expect([user, password]).toEqual(['hive', expect.stringMatching(/^[A-Za-z0-9]{15}\n$/)])
    expect(await compare(password.trim(), hashed)).toBe(true)
    expect((await stat(join(contextDirectory, 'registry_htpasswd'))).mode & 0o777).toBe(0o600)
    const before = await context('registry_htpasswd')
    expect(await prepare(session())).toEqual([])
    expect(await context('registry_htpasswd')).toBe(before)
  })

  test('follows a password that was changed by hand, and another user', async () => {
    await prepare(session())
    await writeFile(join(contextDirectory, 'registry_password'), 'another12345678\n')
    expect(await prepare(session())).toEqual(['update login:registry user: hive'])
    expect(await prepare(session('pusher'))).toEqual(['update login:registry user: pusher'])
    expect(await context('registry_password')).toBe('another12345678\n')
  })
})

function resources(facts: Readonly<Record<string, string>>): string {
  return hosts
    .flatMap(host => registry.resources(host, site, facts, material))
    .map(({id, define, onChange}) =>
      [
        id,
        ...(define === undefined ? [] : [define.toString()]),
        ...(onChange === undefined ? [] : [`after ${onChange.of.map(other => other.id).join(', ')}: ${onChange.run}`]),
      ].join('\n'),
    )
    .join('\n')
}
