import {expect, test} from 'vitest'
import {inheritedEnvironment} from '../../src/swarm/host-environment.ts'
import {makeSite} from '../support/site.ts'

const site = makeSite()

test('services take over proxies, their exceptions and the index of pip', () => {
  const text = [
    'PATH="/usr/bin:/bin"',
    'http_proxy=http://proxy.example:8080',
    'export https_proxy="http://user:word@proxy.example:8080/"',
    "no_proxy='localhost,p-hive1.example'",
    'PIP_INDEX_URL=http://pypi.example/simple',
    'PIP_CERT=/etc/pki/ca.pem',
    '# comment',
    '',
  ].join('\n')
  expect(inheritedEnvironment(text, site)).toEqual({
    http_proxy: 'http://proxy.example:8080',
    https_proxy: 'http://user:word@proxy.example:8080/',
    no_proxy: 'localhost,p-hive1.example',
    PIP_INDEX_URL: 'http://pypi.example/simple',
  })
})

test('the end of the tunnel of the mother is no proxy for services, and needs no exceptions', () => {
  const text = 'HTTP_PROXY=http://10.99.1.4:3128\nhttps_proxy=http://10.99.1.4:3128/\nno_proxy=localhost\n'
  expect(inheritedEnvironment(text, site)).toEqual({})
})

test('a proxy of that port elsewhere is one', () => {
  expect(inheritedEnvironment('HTTP_PROXY=http://10.99.9.9:3128', site)).toEqual({HTTP_PROXY: 'http://10.99.9.9:3128'})
})
