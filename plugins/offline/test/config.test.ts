import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {defineHostRole, type Session, type Site, secret} from '@hive-ci/cli'
import {beforeEach, describe, expect, it} from 'vitest'
import {makeImage} from '../../../test/support/image.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSite} from '../../../test/support/site.ts'
import {temporaryDirectory} from '../../../test/support/temporary-directory.ts'
import {registryConfig} from '../src/config/registry-config.ts'
import {squidConfig} from '../src/config/squid-config.ts'
import {cachedRegistries, registryWarnings} from '../src/registries.ts'
import type {CacheSettings} from '../src/settings.ts'

const recording: CacheSettings = {
  mode: 'recording',
  registries: [
    {name: 'docker.io', port: 5001},
    {name: 'registry.test:5000', port: 5002},
  ],
}
const frozen: CacheSettings = {...recording, mode: 'frozen'}

function linesOf(settings: CacheSettings, pattern: RegExp): readonly string[] {
  return squidConfig(settings)
    .split('\n')
    .filter(line => pattern.test(line))
}

describe("squid's configuration", () => {
  it('leads each registry to the one that stands for it, whatever else is set', () => {
    for (const settings of [recording, frozen, {...recording, upstream: 'proxy.test:3128'}]) {
      expect(linesOf(settings, /registry[01]/).filter(line => !/^miss_access|upstream/.test(line))).toEqual([
        String.raw`acl registry0 dstdom_regex ^(index|registry-[0-9]+)\.docker\.io$`,
        'cache_peer 127.0.0.1 parent 5001 0 no-query no-digest originserver tls tls-flags=DONT_VERIFY_PEER name=registry0',
        'cache_peer_access registry0 allow registry0',
        'cache_peer_access registry0 deny all',
        'never_direct allow registry0',
        'cache deny registry0',
        String.raw`acl registry1 url_regex -i ^https?://registry\.test:5000/`,
        'cache_peer 127.0.0.1 parent 5002 0 no-query no-digest originserver tls tls-flags=DONT_VERIFY_PEER name=registry1',
        'cache_peer_access registry1 allow registry1',
        'cache_peer_access registry1 deny all',
        'never_direct allow registry1',
        'cache deny registry1',
      ])
    }
  })

  it('has no way out when frozen, not even to a name server', () => {
    const settings: CacheSettings = {...frozen, upstream: 'proxy.test:3128'}
    expect(linesOf(settings, /direct allow all|miss_access|dns_|offline_mode|upstream/)).toEqual([
      'offline_mode on',
      'dns_nameservers 127.0.0.1',
      'dns_timeout 1 second',
      'never_direct allow all',
      'miss_access allow registry0',
      'miss_access allow registry1',
      'miss_access deny missing',
    ])
  })

  it('goes through the proxy it is given while it records', () => {
    expect(linesOf({...recording, upstream: 'proxy.test:3128'}, /upstream|direct allow all/)).toEqual([
      'cache_peer proxy.test parent 3128 0 no-query no-digest default name=upstream',
      'cache_peer_access upstream deny registry0',
      'cache_peer_access upstream deny registry1',
      'never_direct allow all',
    ])
  })
})

describe('the configuration of a registry', () => {
  const login = {registry: 'registry.test:5000', user: 'reader', password: secret('only@4/Tests')}

  it('passes on what it lacks, with the login of the other registry, while it records', () => {
    const config = JSON.parse(registryConfig(recording, {name: 'registry.test:5000', port: 5002}, login))
    expect(config.proxy).toEqual({
      remoteurl: 'https://reader:only%404%2FTests@registry.test:5000',
      username: 'reader',
      password: 'only@4/Tests',
    })
    expect(config.storage.maintenance.readonly).toEqual({enabled: false})
  })

  it('asks without TLS where the other one speaks none, and Docker Hub where its API is', () => {
    const proxies = [
      {name: 'mirror.test:5000', port: 5003, plain: true},
      {name: 'docker.io', port: 5001, plain: false},
    ].map(registry => JSON.parse(registryConfig(recording, registry, undefined)).proxy)
    expect(proxies).toEqual([{remoteurl: 'http://mirror.test:5000'}, {remoteurl: 'https://index.docker.io'}])
  })

  it('knows neither another registry nor a login when frozen, and writes nothing', () => {
    const config = JSON.parse(registryConfig(frozen, {name: 'registry.test:5000', port: 5002}, login))
    expect(config.proxy).toBeUndefined()
    expect(config.storage.maintenance.readonly).toEqual({enabled: true})
  })
})

describe('the registries of a cache', () => {
  const extensions: Session['extensions'] = {providers: new Map(), roles: [], imageRoles: new Map()}
  let site: Site

  beforeEach(async () => {
    site = {
      ...makeSite({contextDirectory: await temporaryDirectory('registries')}),
      services: [
        makeService('web', {image: {kind: 'pulled', tag: 'registry.test/team/web:1'}}),
        makeService('own', {image: {kind: 'pulled', tag: 'p-hive1.example:5000/image_own'}}),
      ],
      images: [makeImage('app', {from: 'debian:12'})],
    }
  })

  it('are those of the inventory, without the own one of the site', async () => {
    expect(await cachedRegistries({site, extensions}, [])).toEqual([
      {name: 'docker.io', port: 5001},
      {name: 'registry.test', port: 5002},
    ])
  })

  it('keep their ports, also those nothing needs any more', async () => {
    const known = [{name: 'old.test', port: 5004}]
    expect(await cachedRegistries({site, extensions}, known)).toEqual([
      {name: 'old.test', port: 5004},
      {name: 'docker.io', port: 5005},
      {name: 'registry.test', port: 5006},
    ])
  })

  it('are those the tag mapping leads to, in place of those it leads away from', async () => {
    const mapping = {
      'registry.test/team/web:1': 'pinned.test:5000/team/web:0.9',
      'p-hive1.example:5000/image_app:latest': 'p-hive1.example:5000/image_app:before',
    }
    await writeFile(join(site.contextDirectory, 'tag-mapping.json'), JSON.stringify(mapping))
    expect(await cachedRegistries({site, extensions}, [])).toEqual([
      {name: 'docker.io', port: 5001},
      {name: 'pinned.test:5000', port: 5002},
    ])
  })

  it('are those of images that roles run by themselves, as the tag mapping has them', async () => {
    const tools = ['tools.test/agent:1', 'others.test/agent:1']
    await writeFile(
      join(site.contextDirectory, 'tag-mapping.json'),
      JSON.stringify({[tools[0] ?? '']: 'pinned.test/agent:1'}),
    )
    const role = defineHostRole({name: 'agent', group: 'repository', images: () => tools, resources: () => []})
    expect(await cachedRegistries({site, extensions: {...extensions, roles: [role]}}, [])).toEqual([
      {name: 'docker.io', port: 5001},
      {name: 'others.test', port: 5002},
      {name: 'pinned.test', port: 5003},
      {name: 'registry.test', port: 5004},
    ])
  })

  it('are warned of when TLS cannot be opened for them', () => {
    const registries = [
      {name: '10.0.0.5:5000', port: 5001},
      {name: '10.0.0.6:5000', port: 5002, plain: true},
      {name: 'registry.test', port: 5003},
    ]
    expect(registryWarnings(registries)).toEqual([expect.stringMatching(/^The registry 10\.0\.0\.5:5000 is named by/)])
  })

  it('are the mirrors, too, with or without TLS as their variables say now', async () => {
    const settings = {
      ...site.settings,
      image_mirror: 'http://copies.test/site',
      registry_mirror: 'https://hub.test:5000',
    }
    const known = [{name: 'hub.test:5000', port: 5001, plain: true}]
    expect(await cachedRegistries({site: {...site, settings}, extensions}, known)).toEqual([
      {name: 'hub.test:5000', port: 5001, plain: false},
      {name: 'copies.test', port: 5002, plain: true},
      {name: 'docker.io', port: 5003},
      {name: 'registry.test', port: 5004},
    ])
  })
})
