import {expect, test} from 'vitest'
import {type Asked, problemsOf} from '../../src/proxy/check/judge.ts'
import type {Probe} from '../../src/proxy/check/probe.ts'
import {problemLines} from '../../src/proxy/check/problem-lines.ts'
import {causeOf} from '../../src/proxy/failure/causes.ts'

const asked: Asked = {url: 'https://outside.test/v2/', registry: 'p-hive0.shop:5000'}

function probe(wish: Partial<Probe> = {}): Probe {
  const https_proxy = 'http://127.0.0.1:3128'
  const no_proxy = 'localhost,p-hive0.shop'
  return {
    place: 'p-hive0.shop',
    variables: {http_proxy: https_proxy, https_proxy, HTTPS_PROXY: https_proxy, no_proxy, NO_PROXY: no_proxy},
    proxied: '401',
    proxiedError: '',
    direct: '000',
    directError: 'curl: (28) Connection timed out',
    addresses: '',
    issuer: 'CN=Public',
    ahead: 1,
    ...wish,
  }
}

test('a closed network with a way through the proxy is right', () => {
  expect(problemsOf(probe(), asked)).toEqual([])
})

test.each([
  ['http://outside.test/', '403', 'The server refuses this (403), or a proxy on the way does.'],
  ['http://outside.test/', '407', 'The proxy wants a name and a password.'],
  ['http://outside.test/', '503', 'The proxy, or the server that was asked, cannot serve this now.'],
  // A proxy that opens TLS answers inside of it.
  ['https://outside.test/', '503', 'The proxy, or the server that was asked, cannot serve this now.'],
])('an answer to %s with status %s is not taken for the way out', (url, proxied, sentence) => {
  expect(problemsOf(probe({proxied}), {...asked, url}).map(({text}) => text)).toEqual([
    expect.stringContaining(
      `p-hive0.shop is answered ${proxied} when it asks for ${url} through http://127.0.0.1:3128: ${sentence} `,
    ),
  ])
})

test('a server that is asked directly may answer as it likes', () => {
  expect(problemsOf(probe({proxied: '403', variables: {}}), {...asked, registry: 'r.test'})).toEqual([])
})

test.each<[string, Partial<Probe>, string]>([
  [
    'an unknown authority',
    {proxied: '000', proxiedError: 'curl: (60) SSL certificate problem: self-signed certificate', issuer: 'CN=Corp'},
    'p-hive0.shop cannot fetch https://outside.test/v2/ through http://127.0.0.1:3128: The certificate that was shown is signed by an authority nobody here trusts: a proxy may open TLS. It is signed by CN=Corp. Trust the authority of the proxy or the server: hive set extra_ca FILE.pem, then "hive setup-hosts". "hive proxy check" names the issuer.',
  ],
  [
    'an entry too many in no_proxy',
    {
      proxied: '000',
      proxiedError: 'curl: (6) Could not resolve host',
      variables: {https_proxy: 'http://p:1', no_proxy: '.test', NO_PROXY: '.shop'},
    },
    'p-hive0.shop asks for https://outside.test/v2/ directly, because no_proxy has .test, and gets no answer (curl: (6) Could not resolve host). outside.test has no address there. Take .test out of no_proxy.',
  ],
  [
    'a proxy that fails where the direct way is open',
    {proxied: '000', proxiedError: 'curl: (56) Recv failure', direct: '200', directError: ''},
    'p-hive0.shop gets no answer from https://outside.test/v2/ through http://127.0.0.1:3128: curl: (56) Recv failure. Directly it answers 200: "hive set no_proxy" with outside.test lets it.',
  ],
  [
    'an entry that no_proxy lacks',
    {variables: {https_proxy: 'http://p:1', no_proxy: 'localhost'}},
    "p-hive0.shop asks the proxy for the site's registry p-hive0.shop:5000: nothing in no_proxy covers p-hive0.shop. Add p-hive0.shop to its no_proxy.",
  ],
  [
    'a clock that is wrong',
    {ahead: -7200},
    "The clock of p-hive0.shop is 7200 seconds behind this machine's. Set hive_ntp_servers, or correct the clock of this machine.",
  ],
])('%s is told with its cause and the change', (_what, wish, text) => {
  expect(problemsOf(probe(wish), asked)).toEqual([{place: 'p-hive0.shop', text}])
})

test.each([
  ['Invalid response from proxy: HTTP/1.1 403 Forbidden     [IP: 127.0.0.1 3128]', 'denied'],
  ['curl: (56) CONNECT tunnel failed, response 403', 'denied'],
  ['Proxy response (403) !== 200 when HTTP Tunneling', 'denied'],
  ['Get "https://registry.test/v2/": Forbidden', 'denied'],
  ["OSError('Tunnel connection failed: 403 Forbidden')", 'denied'],
  ['Proxy tunneling failed: ForbiddenUnable to establish SSL connection.', 'denied'],
  ['CONNECT tunnel failed, response 503', 'unreached'],
  ['E: Failed to fetch http://deb.test/x.deb  403  Forbidden [IP: 10.0.0.1 80]', 'refused'],
  ['HTTPError: 403 Client Error: Forbidden for url: https://index.test/simple/six/', 'refused'],
  ['curl: (22) The requested URL returned error: 403', 'refused'],
  ['Not in the offline cache of hive, which is frozen: https://files.test/new', 'uncached'],
  ['CONNECT tunnel failed, response 407', 'login'],
  ['Get "https://r.test/v2/": x509: certificate signed by unknown authority', 'no-trust'],
  [
    'x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-21',
    'clock',
  ],
  ['E: Release file for http://deb.test/ is not valid yet (invalid for another 3h).', 'clock'],
  ['http: server gave HTTP response to HTTPS client', 'plain-http'],
  ['manifest for r.test/box:2 not found: manifest unknown: manifest unknown', 'lacks-image'],
  ['proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused', 'proxy-gone'],
  ["Temporary failure resolving 'archive.example'", 'no-name'],
  ['net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)', 'hangs'],
  ['No space left on device', undefined],
])('the words %j tell of %s', (text, name) => {
  expect(causeOf(text)?.name).toBe(name)
})

test('what is wrong at several places is told once', () => {
  const problems = [
    ...['p-hive0.shop', 'web on p-hive0.shop', 'p-hive1.shop'].map(place => ({place, text: `${place} is cut off.`})),
    {place: 'p-hive1.shop', text: 'The clock of p-hive1.shop is 90 seconds behind.'},
  ]
  expect(problemLines(problems)).toEqual([
    'p-hive0.shop is cut off. The same at web on p-hive0.shop, p-hive1.shop.',
    'The clock of p-hive1.shop is 90 seconds behind.',
  ])
})
