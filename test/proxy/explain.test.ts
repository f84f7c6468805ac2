import {expect, test} from 'vitest'
import {findClient} from '../../src/proxy/client/find.ts'
import {proxyVariables} from '../../src/proxy/consumer/consumers.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'

function told(client: string, list: string, url: string): string {
  const environment = {...proxyVariables('http://proxy:3128', list), NODE_USE_ENV_PROXY: '1'}
  const {way, because} = explain(findClient(client), environment, parseRequest(url))
  return `${client}, ${list}: ${way}, ${because}`
}

test('it says which entry decides, and what is wrong with one that was meant to', () => {
  expect(
    [
      told('curl', '10.0.0.0/8', 'http://10.1.2.3/'),
      told('apt', '10.0.0.0/8', 'http://10.1.2.3/'),
      told('curl', 'example.test:8080', 'http://example.test:8080/'),
      told('curl', '*.example.test', 'http://www.example.test/'),
      told('wget', '.example.test', 'http://example.test/'),
      told('node-http', 'example.test', 'http://www.example.test/'),
      told('apt', 'a.test, example.test', 'http://example.test/'),
      told('curl', 'a.test;example.test', 'http://example.test/'),
      told('curl', 'http://example.test', 'http://example.test/'),
      told('npm', 'EXAMPLE.test', 'http://example.test/'),
      told('python', '::1', 'http://[::1]/'),
      told('busybox', 'example.test', 'http://example.test/'),
      told('docker', 'a.test', 'http://localhost/'),
      told('java', 'a.test', 'http://localhost/'),
      told('curl', 'a.test', 'https://example.test/'),
    ].join('\n'),
  ).toMatchInlineSnapshot(`
    "curl, 10.0.0.0/8: direct, no_proxy has 10.0.0.0/8
    apt, 10.0.0.0/8: proxy, 10.0.0.0/8 is meant for it, but this client knows no networks: list the address itself
    curl, example.test:8080: proxy, example.test:8080 is meant for it, but this client does not match entries with a port like this: list the name alone, too
    curl, *.example.test: proxy, *.example.test is meant for it, but this client knows no *: write .example.test
    wget, .example.test: proxy, .example.test is meant for it, but the dot leaves the domain itself out: list example.test, too
    node-http, example.test: proxy, example.test is meant for it, but for this client it is the name alone: list .example.test, too
    apt, a.test, example.test: proxy, example.test is meant for it, but a blank in the list breaks it for this client: use commas only
    curl, a.test;example.test: proxy, example.test is meant for it, but ; and | separate nothing: use commas
    curl, http://example.test: proxy, http://example.test is meant for it, but no client takes a URL for an exception: leave the scheme out
    npm, EXAMPLE.test: proxy, EXAMPLE.test is meant for it, but this client wants it in lower case
    python, ::1: proxy, ::1 is meant for it, but this client wants the address in the other form, bare or in brackets: list both
    busybox, example.test: proxy, it follows http_proxy and knows no exceptions
    docker, a.test: direct, it never sends what is for the machine itself to a proxy
    java, a.test: direct, it reads no proxy from the environment
    curl, a.test: proxy, nothing in no_proxy covers example.test"
  `)
})

test('Node looks at proxies only when told to', () => {
  const environment = proxyVariables('http://proxy:3128', 'a.test')
  expect(explain(findClient('node'), environment, parseRequest('http://b.test/'))).toEqual({
    way: 'direct',
    because: 'it looks at proxy variables only when NODE_USE_ENV_PROXY is 1',
  })
})

test('an empty variable hides the other case from some clients', () => {
  const environment = {...proxyVariables('http://proxy:3128', 'example.test'), no_proxy: ''}
  const ways = ['curl', 'git', 'docker', 'python', 'pip'].map(
    client => explain(findClient(client), environment, parseRequest('http://example.test/')).way,
  )
  expect(ways).toEqual(['direct', 'proxy', 'direct', 'proxy', 'direct'])
})

test('npm takes the proxy for https for all it asks, if there is one', () => {
  const environment = {http_proxy: 'http://one:3128', https_proxy: 'http://other:3128'}
  const proxies = ['http://example.test/', 'https://example.test/'].map(
    url => explain(findClient('npm'), environment, parseRequest(url)).proxy,
  )
  expect(proxies).toEqual(['http://other:3128', 'http://other:3128'])
})

test('dnf knows networks where the curl library of its distribution does', () => {
  const environment = proxyVariables('http://proxy:3128', '10.0.0.0/8')
  const ways = ['dnf', 'dnf5', 'dnf-old', 'yum'].map(
    client => explain(findClient(client), environment, parseRequest('http://10.1.2.3/')).way,
  )
  expect(ways).toEqual(['direct', 'direct', 'proxy', 'proxy'])
})

test('pip finds no proxy behind an empty variable, but the list', () => {
  const {HTTP_PROXY = '', NO_PROXY = ''} = proxyVariables('http://proxy:3128', 'example.test')
  const ways = [
    {http_proxy: '', HTTP_PROXY},
    {HTTP_PROXY, no_proxy: '', NO_PROXY},
  ].map(environment => explain(findClient('pip'), environment, parseRequest('http://example.test/')).because)
  expect(ways).toEqual(['it finds no proxy in http_proxy or HTTP_PROXY', 'NO_PROXY has example.test'])
})

test('some clients take an address for a name, and its end for a domain', () => {
  const ways = ['pip', 'python', 'apt', 'node-http', 'curl'].map(client =>
    ['2.3', '.2.3', '0.1.2.3'].map(entry => told(client, entry, 'http://10.1.2.3/').replace(/,[^:]*: (\w+),.*/, ' $1')),
  )
  expect(ways.map(([first = '', ...others]) => [first, ...others.map(text => text.split(' ')[1])].join(' '))).toEqual([
    'pip direct direct proxy',
    'python direct direct proxy',
    'apt direct direct direct',
    'node-http proxy direct proxy',
    'curl proxy proxy proxy',
  ])
})

test('a client nobody knows is refused with the nearest one', () => {
  expect(() => findClient('wgett')).toThrow('There are no rules for the client "wgett".')
})

test.each(['ftp://example.test/', 'http://', 'http://a b/', 'http://a:99999/'])('%s is refused', url => {
  expect(() => parseRequest(url)).toThrow('is not a URL that goes through a proxy')
})
