import {mkdir, mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {takeStageLock} from '../../src/lock/stage-lock.ts'
import {createHostPool} from '../../src/session/host-pool.ts'
import type {HostPool} from '../../src/session.ts'
import {sh} from '../../src/shell/sh.ts'
import type {Site} from '../../src/site/site.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSite} from '../support/site.ts'

let directory: string
let site: Site

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-stage-lock-'))
  await mkdir(join(directory, 'home'))
  site = makeSite({name: 'shop', contextDirectory: join(directory, 'context')})
})

afterEach(() => rm(directory, {recursive: true}))

/** Connections to a repository host whose login directory is `home`; ended like a lost connection when closed. */
function repository(): HostPool {
  return createHostPool({
    async open(host): Promise<Connection> {
      const local = localConnection(host.name)
      const lost = new AbortController()
      return {
        ...local,
        exec: (command, options = {}) =>
          local.exec(`${sh`cd ${join(directory, 'home')}`.text} && ${command}`, {...options, signal: lost.signal}),
        close: async () => lost.abort(new HiveError('HOST_UNREACHABLE', 'The connection was closed.')),
      }
    },
    engineOf: () => Promise.reject(new Error('no engine in this test')),
    closeEngine: async () => {},
  })
}

const unreachable = createHostPool({
  open: host => Promise.reject(new HiveError('HOST_UNREACHABLE', `Host ${host.name} does not answer.`)),
  engineOf: () => Promise.reject(new Error('no engine in this test')),
  closeEngine: async () => {},
})

function take(user: string, hosts: HostPool, contextDirectory = site.contextDirectory, breakLock = false) {
  const holder = {user, host: 'laptop', pid: 1, command: 'hive all', since: '2026-01-02T03:04:05.000Z'}
  return takeStageLock({site: {...site, contextDirectory}, hosts, mother: localConnection(), holder, breakLock})
}

const locks = () =>
  readdir(join(directory, 'home', '.hive')).then(
    names => names.toSorted(),
    () => [],
  )

describe('the lock of a stage', () => {
  test('keeps out another run of the same mother', async () => {
    const lock = await take('anna', unreachable)
    await expect(take('bert', unreachable)).rejects.toThrow('Stage private of shop is in use by "hive all" of anna')
    await lock.release()
  })

  test('keeps out another mother once the repository host answers', async () => {
    const hosts = repository()
    const lock = await take('anna', hosts)
    await lock.secure()
    expect(await locks()).toEqual(['lock.shop.private', 'lock.shop.private.holder'])
    const other = await take('bert', repository(), join(directory, 'other'))
    await expect(other.secure()).rejects.toMatchObject({code: 'STAGE_LOCKED'})
    await lock.release()
    await other.secure()
    await other.release()
    expect(await locks()).toEqual([])
  })

  test('is held on this mother alone while the repository host does not answer', async () => {
    const lock = await take('anna', unreachable)
    await lock.secure()
    await lock.release()
  })

  test('is taken again after the connection to the repository host was lost', async () => {
    const hosts = repository()
    const lock = await take('anna', hosts)
    await lock.secure()
    const [, last] = site.hosts
    if (last === undefined) throw new Error('two hosts were made')
    await hosts.reset(last)
    await expect.poll(locks).toEqual([])
    await lock.secure()
    expect(await locks()).toEqual(['lock.shop.private', 'lock.shop.private.holder'])
    await lock.release()
  })

  test('can be broken on both sides', async () => {
    const lock = await take('anna', repository())
    await lock.secure()
    const other = await take('bert', repository(), site.contextDirectory, true)
    await other.secure()
    await lock.release()
    await expect(take('carl', unreachable)).rejects.toThrow('of bert')
    await other.release()
    expect(await locks()).toEqual([])
  })
})
