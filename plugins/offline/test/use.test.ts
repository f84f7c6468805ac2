import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {parse} from 'yaml'
import {makeProject} from '../../../test/support/project.ts'
import {makeSite} from '../../../test/support/site.ts'
import {downLines, upLines} from '../src/lines.ts'
import {followMode, formerProxy, storeUse} from '../src/use.ts'

const cache = {proxy: '127.0.0.1:13128', certificate: '.hive/private/offline-ca.pem', registries: []}
const usual = {http_proxy: {private: cache.proxy}, extra_ca: {private: cache.certificate}}

async function stored(rootDirectory: string): Promise<unknown> {
  return parse(await readFile(join(rootDirectory, '.hive/persistents.yml'), 'utf8').catch(() => '{}'))
}

it('takes old lists from a frozen cache only', async () => {
  const {settings} = makeSite({rootDirectory: await makeProject()})
  await storeUse(settings, {...cache, mode: 'recording'})
  expect(await stored(settings.root_dir)).toEqual(usual)
  await storeUse(settings, {...cache, mode: 'frozen'})
  expect(await stored(settings.root_dir)).toEqual({...usual, apt_check_valid_until: {private: false}})
})

it('follows the cache when it is frozen and when it records again, where the stage uses it', async () => {
  const rootDirectory = await makeProject()
  const told: unknown[] = []
  const follow = async (settings: Record<string, unknown>, mode: 'recording' | 'frozen') => {
    const site = makeSite({rootDirectory, settings})
    await followMode({site, report: event => told.push(event)}, {address: cache.proxy}, mode)
    return stored(rootDirectory)
  }
  expect(await follow({}, 'frozen')).toEqual({})
  expect(await follow({http_proxy: 'proxy.corp.example:8080'}, 'frozen')).toEqual({})
  expect(await follow({http_proxy: `http://${cache.proxy}`}, 'recording')).toEqual({})
  expect(told).toEqual([])
  expect(await follow({http_proxy: `http://${cache.proxy}`}, 'frozen')).toEqual({
    apt_check_valid_until: {private: false},
  })
  expect(await follow({http_proxy: cache.proxy, apt_check_valid_until: false}, 'recording')).toEqual({
    apt_check_valid_until: {private: true},
  })
  expect(told).toEqual([
    {type: 'progress', target: 'p-mother.example', text: 'apt_check_valid_until of stage private is false now'},
    {type: 'progress', target: 'p-mother.example', text: 'apt_check_valid_until of stage private is true now'},
  ])
})

it('tells what makes the stage use it, and how that is taken back', () => {
  expect(upLines({...cache, mode: 'frozen'}, false)).toEqual([
    'The offline cache is frozen at 127.0.0.1:13128, with 0 registries.',
    'Let the stage use it:',
    '  hive set http_proxy 127.0.0.1:13128',
    '  hive set extra_ca .hive/private/offline-ca.pem',
    '  hive set apt_check_valid_until false',
  ])
  expect(upLines({...cache, mode: 'recording'}, true)).toEqual([
    'The offline cache is recording at 127.0.0.1:13128, with 0 registries.',
    'The stage uses it: http_proxy and extra_ca are set.',
  ])
  expect(upLines({...cache, mode: 'frozen'}, true)[1]).toBe(
    'The stage uses it: http_proxy, extra_ca, and apt_check_valid_until are set.',
  )
  expect(upLines({...cache, mode: 'recording'}, true, 'proxy.corp.example:8080')).toContain(
    'http_proxy was proxy.corp.example:8080. Where this machine needs that proxy: hive offline up --upstream proxy.corp.example:8080',
  )
  expect(downLines({removed: ['container'], dryRun: false})).toEqual([
    'Removed the offline cache.',
    'While http_proxy and extra_ca name it, phases fail; take them back with: hive set http_proxy "" and hive set extra_ca "" (or the file it named before), and after a frozen one hive set apt_check_valid_until true',
  ])
})

it.each([
  ['none before', {}, undefined],
  ['another one, without its password', {http_proxy: 'ops:secret1@proxy.corp.example:8080'}, 'proxy.corp.example:8080'],
  ['one at the port of http', {http_proxy: 'proxy.corp.example:80'}, 'proxy.corp.example:80'],
  ['the cache itself', {http_proxy: `http://${cache.proxy}`}, undefined],
])('knows which proxy the stage used so far: %s', (_what, settings, former) => {
  const {settings: all} = makeSite({settings})
  expect(formerProxy(all, {...cache, mode: 'recording'})).toBe(former)
  expect(formerProxy(all, {...cache, mode: 'frozen'})).toBeUndefined()
})
