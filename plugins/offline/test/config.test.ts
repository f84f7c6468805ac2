import {secret} from '@hive-ci/cli'
import {describe, expect, it} from 'vitest'
import {makeImage} from '../../../test/support/image.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSite} from '../../../test/support/site.ts'
import {registryConfig} from '../src/config/registry-config.ts'
import {squidConfig} from '../src/config/squid-config.ts'
import {cachedRegistries} from '../src/registries.ts'
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

  it('knows neither another registry nor a login when frozen, and writes nothing', () => {
    const config = JSON.parse(registryConfig(frozen, {name: 'registry.test:5000', port: 5002}, login))
    expect(config.proxy).toBeUndefined()
    expect(config.storage.maintenance.readonly).toEqual({enabled: true})
  })
})

describe('the registries of a cache', () => {
  const site = {
    ...makeSite(),
    services: [
      makeService('web', {image: {kind: 'pulled', tag: 'registry.test/team/web:1'}}),
      makeService('own', {image: {kind: 'pulled', tag: 'p-hive1.example:5000/image_own'}}),
    ],
    images: [makeImage('app', {from: 'debian:12'})],
  }

  it('are those of the inventory, without the own one of the site', () => {
    expect(cachedRegistries(site, [])).toEqual([
      {name: 'docker.io', port: 5001},
      {name: 'registry.test', port: 5002},
    ])
  })

  it('keep their ports, also those nothing needs any more', () => {
    const known = [{name: 'old.test', port: 5004}]
    expect(cachedRegistries(site, known)).toEqual([
      {name: 'old.test', port: 5004},
      {name: 'docker.io', port: 5005},
      {name: 'registry.test', port: 5006},
    ])
  })
})
