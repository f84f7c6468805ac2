import {execa} from 'execa'
import {expect, test} from 'vitest'
import {programEnvironment} from '../../src/proxy/tunnel/program-environment.ts'
import {runEnvironment, tunnelVariables} from '../../src/proxy/tunnel/run-environment.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSite} from '../support/site.ts'

const settings = {pip_index_url: "http://user:it's@index.test/simple", pip_trusted_host: 'index.test'}
const site = makeSite({hosts: 1, settings})
const pip = {PIP_INDEX_URL: settings.pip_index_url, PIP_TRUSTED_HOST: settings.pip_trusted_host}

test("a host's own proxies win, Node is told to look at them, and pip finds its index", () => {
  const own = new Map([
    ['https_proxy', 'http://own.test:1'],
    ['no_proxy', 'db'],
    ['LANG', 'C'],
  ])
  expect(runEnvironment(site, own, '127.0.0.1:3128')).toEqual({
    https_proxy: 'http://own.test:1',
    no_proxy: 'db',
    NODE_USE_ENV_PROXY: '1',
    ...pip,
  })
})

test("without a proxy of its own a host has the mother's end of the tunnel, without either there is the index only", () => {
  expect(runEnvironment(site, new Map(), '127.0.0.1:3128')).toEqual({
    ...tunnelVariables(site, '127.0.0.1:3128'),
    ...pip,
  })
  expect(runEnvironment(site, new Map(), undefined)).toEqual(pip)
})

test('a program on a host sees the same, whatever quotes its values have', async () => {
  const connection = {...localConnection(), proxyPort: 3128}
  const {stdout} = await execa('sh', ['-s'], {
    input: `${programEnvironment(site, connection).text}env`,
    env: {PATH: process.env.PATH},
    extendEnv: false,
  })
  const seen = Object.fromEntries(stdout.split('\n').map(line => [line.split('=')[0], line.replace(/^[^=]*=/, '')]))
  expect(seen).toMatchObject({...tunnelVariables(site, '127.0.0.1:3128'), ...pip})
})
