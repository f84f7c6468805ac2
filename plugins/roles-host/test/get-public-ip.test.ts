import {mkdtemp, readFile, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Machine, Provider, Session, Site} from '../../../src/index.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSite} from '../../../test/support/site.ts'
import {getPublicIp} from '../src/get-public-ip.ts'
import {sharedAddresses, sharedHosts} from '../src/shared-hosts.ts'

const site = makeSite({hosts: 3})
const addresses = new Map([['p-hive0.example', '203.0.113.10']])

const others = `127.0.0.1 localhost
# BEGIN ANSIBLE MANAGED BLOCK extra_hosts hive0.example
198.51.100.4 hive0.example
# END ANSIBLE MANAGED BLOCK extra_hosts hive0.example
`

const own = `# BEGIN ANSIBLE MANAGED BLOCK extra_hosts p-hive0.example
203.0.113.10 p-hive0.example
# END ANSIBLE MANAGED BLOCK extra_hosts p-hive0.example
# BEGIN ANSIBLE MANAGED BLOCK extra_hosts p-hive1.example
10.99.1.5 p-hive1.example
# END ANSIBLE MANAGED BLOCK extra_hosts p-hive1.example
# BEGIN ANSIBLE MANAGED BLOCK extra_hosts p-hive2.example
127.0.0.1 p-hive2.example
# END ANSIBLE MANAGED BLOCK extra_hosts p-hive2.example
`

describe('hosts of a shared repository', () => {
  test('names hives by their public addresses and the repository by its loopback, beside what others wrote', () => {
    expect(sharedHosts(others, site, addresses)).toBe(others + own)
    expect(sharedHosts(others + own, site, addresses)).toBe(others + own)
    expect(sharedHosts('no end of line', site, addresses)).toBe(`no end of line\n${own}`)
  })

  test('forgets servers of this stage that left, and nobody else', () => {
    const smaller = makeSite({hosts: 2})
    expect(sharedHosts(others + own, smaller, addresses)).toBe(`${others}${own.split('\n').slice(0, 3).join('\n')}
# BEGIN ANSIBLE MANAGED BLOCK extra_hosts p-hive1.example
127.0.0.1 p-hive1.example
# END ANSIBLE MANAGED BLOCK extra_hosts p-hive1.example
`)
  })
})

test('hosts.yml has the address of every server, and keeps those of other stages and sites', () => {
  const found = `# BEGIN ANSIBLE MANAGED BLOCK other
p-hive0.other: 192.0.2.1
# END ANSIBLE MANAGED BLOCK other
# BEGIN ANSIBLE MANAGED BLOCK example
hive0.example: 198.51.100.4
p-hive0.example: 192.0.2.2
p-hive9.example: 192.0.2.3

# END ANSIBLE MANAGED BLOCK example
`
  expect(sharedAddresses(found, site, addresses)).toBe(`# BEGIN ANSIBLE MANAGED BLOCK other
p-hive0.other: 192.0.2.1
# END ANSIBLE MANAGED BLOCK other
# BEGIN ANSIBLE MANAGED BLOCK example
hive0.example: 198.51.100.4
p-hive0.example: 203.0.113.10
p-hive1.example: 10.99.1.5
p-hive2.example: 10.99.1.6
# END ANSIBLE MANAGED BLOCK example
`)
})

describe('get-public-ip', () => {
  let directory = ''
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hive-shared-'))
  })
  afterEach(() => rm(directory, {recursive: true}))

  test('asks the provider, tells what it would write, and writes it once', async () => {
    const shared = {...site, rootDirectory: directory, definition: {shared_repository: {context_dir: 'shared'}}}
    const [hosts, yaml] = await prepare(shared)
    expect(hosts?.action).toBe('create')
    expect(hosts?.details).toEqual([
      '+ 203.0.113.10 p-hive0.example',
      '+ 10.99.1.5 p-hive1.example',
      '+ 127.0.0.1 p-hive2.example',
    ])
    await hosts?.apply()
    await yaml?.apply()
    expect(await readFile(join(directory, 'shared/hosts'), 'utf8')).toBe(own)
    expect((await stat(join(directory, 'shared/hosts'))).mode & 0o777).toBe(0o644)
    expect(await readFile(join(directory, 'shared/hosts.yml'), 'utf8')).toContain('p-hive0.example: 203.0.113.10\n')
    expect(await prepare(shared)).toEqual([])
  })

  test('has nothing to do for a stage with a repository of its own', async () => {
    expect(await prepare(site)).toEqual([])
    expect(site.hosts.map(host => getPublicIp.appliesTo?.(host, site))).toEqual([false, false, false])
  })
})

async function prepare(wanted: Site) {
  const machine: Machine = {
    name: 'p-hive0.example',
    state: 'running',
    sshAddress: '203.0.113.10',
    sshPort: 22,
    address: '10.99.1.4',
    publicAddress: '203.0.113.10',
    hostKeys: [],
  }
  return (await getPublicIp.prepare?.(sessionOf(wanted, [machine]))) ?? []
}

/** A cloud is the one thing that is not there. */
function sessionOf(wanted: Site, machines: readonly Machine[]): Session {
  const never = () => Promise.reject(new Error('no host is asked'))
  const provider: Provider = {
    name: 'docker',
    capabilities: {canHalt: true, canDestroy: true, canAttachDisks: false, canReboot: true, hasOwnKernel: true},
    stageRules: {refuses: [], admin: 'admin'},
    load: async () => ({
      list: async () => machines,
      plan: () => [],
      create: async () => machines,
      halt: async () => {},
      destroy: async () => {},
    }),
  }
  return {
    site: wanted,
    extensions: {providers: new Map([['docker', provider]]), roles: [], imageRoles: new Map()},
    hosts: {connect: never, reset: never, engine: never, close: async () => {}},
    report: () => {},
    signal: new AbortController().signal,
    checkMode: false,
  }
}

testRole(getPublicIp, {hosts: site.hosts, site: {...site, definition: {shared_repository: {context_dir: 'shared'}}}})
