import {chmod, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {dockerClientProxy} from '../src/docker-client-proxy.ts'
import {dockerConfigProgram} from '../src/docker-config-program.ts'
import {resourcesOf, systems} from './case.ts'

const withEnvironment = (environment: string, settings: Readonly<Record<string, unknown>> = {}) => {
  const resources = resourcesOf(dockerClientProxy, {facts: {...systems.debian12, environment}, settings})
  const text = resources.at(-1)?.define?.text ?? ''
  return {ids: resources.map(({id}) => id), entry: JSON.parse(/printf %s '([^']*)'/.exec(text)?.[1] ?? '')}
}

const exceptions =
  'localhost,p-hive0.example,p-hive0,p-hive1.example,p-hive1,127.0.0.1,::1,[::1],10.99.1.4,10.99.1.5,169.254.169.254,10.99.1.0/24'

describe('what containers are told', () => {
  test("is the host's own proxy, with its exceptions and those of the site", () => {
    const environment = 'HTTP_PROXY="http://proxy.example:8080"\nNO_PROXY=10.99.1.4, intern.example\nLANG=C'
    expect(withEnvironment(environment)).toEqual({
      ids: [
        'packages:python3',
        'directory:/etc/hive',
        'directory:/home/admin/.docker',
        "command:docker's config.json names the host's proxy",
      ],
      entry: {
        httpProxy: 'http://proxy.example:8080',
        httpsProxy: 'http://proxy.example:8080',
        noProxy: `${exceptions},intern.example`,
      },
    })
  })

  test('is vagrant_proxy where the host names none', () => {
    const proxy = 'http://proxy.example:3128'
    expect(withEnvironment('', {vagrant_proxy: 'proxy.example:3128'}).entry).toEqual({
      httpProxy: proxy,
      httpsProxy: proxy,
      noProxy: exceptions,
    })
  })

  test.each(['', 'HTTP_PROXY=http://10.99.1.4:3128\nhttps_proxy=http://localhost:3128'])(
    "is nothing with %j, where there is no proxy or only the end of the mother's tunnel",
    environment => {
      expect(withEnvironment(environment)).toEqual({
        ids: ["command:docker's config.json has no proxy of hive's"],
        entry: {},
      })
    },
  )

  test('holds no password in an id, nor in what is shown', () => {
    const resources = resourcesOf(dockerClientProxy, {
      facts: {...systems.debian12, environment: 'HTTP_PROXY=http://taro:s3cret@proxy.example:8080'},
    })
    expect(resources.map(String).join() + JSON.stringify(resources)).not.toContain('s3cret')
  })
})

describe('config.json', () => {
  let directory = ''
  const path = (name: string) => join(directory, name)
  const read = async () => JSON.parse(await readFile(path('config.json'), 'utf8'))
  const {username} = userInfo()

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hive-docker-config-'))
  })
  afterEach(() => rm(directory, {recursive: true}))

  const run = (task: 'check' | 'apply', entry: object) =>
    execa(
      '/usr/bin/python3',
      ['-Ic', dockerConfigProgram, task, path('config.json'), path('memory'), username, username],
      {
        input: JSON.stringify(entry),
        reject: false,
      },
    )
  const bring = async (entry: object) => {
    const before = (await run('check', entry)).exitCode
    expect((await run('apply', entry)).stderr).toBe('')
    return [before, (await run('check', entry)).exitCode]
  }

  test('is made, closed to others, and left alone the second time', async () => {
    expect(await bring({httpProxy: 'http://a:1'})).toEqual([1, 0])
    expect(await read()).toEqual({proxies: {default: {httpProxy: 'http://a:1'}}})
    expect((await stat(path('config.json'))).mode & 0o777).toBe(0o600)
    expect(await bring({httpProxy: 'http://a:1'})).toEqual([0, 0])
  })

  test('keeps everything else, and loses what hive wrote when the proxy is gone', async () => {
    const others = {auths: {registry: {auth: 'eA=='}}, proxies: {other: {httpProxy: 'http://b:2'}}}
    await writeFile(path('config.json'), JSON.stringify(others))
    await bring({httpProxy: 'http://a:1', noProxy: 'localhost'})
    expect(await read()).toEqual({
      ...others,
      proxies: {...others.proxies, default: {httpProxy: 'http://a:1', noProxy: 'localhost'}},
    })
    expect(await bring({})).toEqual([1, 0])
    expect(await read()).toEqual(others)
  })

  test('follows a proxy that changes, and what somebody else wrote in its place stays', async () => {
    await bring({httpProxy: 'http://a:1', noProxy: 'a'})
    await bring({httpProxy: 'http://b:2'})
    expect(await read()).toEqual({proxies: {default: {httpProxy: 'http://b:2'}}})
    await writeFile(path('config.json'), JSON.stringify({proxies: {default: {httpProxy: 'http://mine:3'}}}))
    await bring({})
    expect(await read()).toEqual({proxies: {default: {httpProxy: 'http://mine:3'}}})
  })

  test('is finished when a run died between its two files', async () => {
    await writeFile(path('memory'), JSON.stringify({httpProxy: 'http://a:1'}))
    expect(await bring({httpProxy: 'http://a:1'})).toEqual([1, 0])
    await writeFile(path('config.json'), '{}')
    expect(await bring({})).toEqual([1, 0])
  })

  test('is closed again when others may read it', async () => {
    await bring({httpProxy: 'http://a:1'})
    await chmod(path('config.json'), 0o644)
    expect(await bring({httpProxy: 'http://a:1'})).toEqual([1, 0])
  })

  test('that is no JSON is told and left', async () => {
    await writeFile(path('config.json'), '{"auths"')
    const {exitCode, stderr} = await run('apply', {httpProxy: 'http://a:1'})
    expect([exitCode, stderr.replace(directory, '')]).toEqual([
      1,
      "/config.json is no JSON, so docker cannot read it either: Expecting ':' delimiter: line 1 column 9 (char 8)",
    ])
    expect(await readFile(path('config.json'), 'utf8')).toBe('{"auths"')
  })
})
