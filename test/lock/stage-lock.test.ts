import {mkdir, mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {partsOf} from '../../src/lock/part.ts'
import type {Patience} from '../../src/lock/patience.ts'
import {type StageLock, takeStageLock} from '../../src/lock/stage-lock.ts'
import {type PhaseName, phaseNames} from '../../src/phase-name.ts'
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

interface Wish {
  readonly phases?: readonly PhaseName[]
  readonly hosts?: HostPool
  readonly contextDirectory?: string
  readonly breakLock?: boolean
  readonly patience?: Partial<Patience>
}

function take(user: string, wish: Wish = {}): Promise<StageLock> {
  const {phases = phaseNames, hosts = unreachable, contextDirectory = site.contextDirectory} = wish
  return takeStageLock({
    site: {...site, contextDirectory},
    hosts,
    mother: localConnection(),
    parts: partsOf(phases),
    holder: {user, host: 'laptop', pid: 1, command: 'hive all', since: '2026-01-02T03:04:05.000Z'},
    breakLock: wish.breakLock ?? false,
    patience: {seconds: 0, signal: new AbortController().signal, onWait: () => {}, ...wish.patience},
  })
}

const locks = () =>
  readdir(join(directory, 'home', '.hive')).then(
    names => names.toSorted(),
    () => [],
  )

const ofTheWhole = ['images', 'images.holder', 'volumes', 'volumes.holder'].map(name => `lock.shop.private.${name}`)

describe('the lock of a stage', () => {
  test('keeps out another run of the same mother', async () => {
    const lock = await take('anna')
    await expect(take('bert')).rejects.toThrow('Stage private of shop is in use by "hive all" of anna')
    await lock.release()
  })

  test('keeps out another mother once the repository host answers', async () => {
    const hosts = repository()
    const lock = await take('anna', {hosts})
    await lock.secure()
    expect(await locks()).toEqual(ofTheWhole)
    const other = await take('bert', {hosts: repository(), contextDirectory: join(directory, 'other')})
    await expect(other.secure()).rejects.toMatchObject({code: 'STAGE_LOCKED'})
    await lock.release()
    await other.secure()
    await other.release()
    expect(await locks()).toEqual([])
  })

  test('lets images and volumes be made at the same time, here and on the repository host, and nothing else', async () => {
    const hosts = repository()
    const images = await take('anna', {phases: ['build-images'], hosts})
    await images.secure()
    const volumes = await take('bert', {phases: ['build-volumes'], hosts})
    await volumes.secure()
    await expect(take('carl', {phases: ['build-images']})).rejects.toThrow('of anna')
    await expect(take('carl', {phases: ['build-volumes']})).rejects.toThrow('of bert')
    await images.release()
    await expect(take('carl', {phases: ['build-images', 'build-volumes']})).rejects.toThrow('of bert')
    await expect(take('carl', {phases: ['deploy-services']})).rejects.toThrow('of bert')
    await volumes.release()
    expect(await locks()).toEqual([])
  })

  test('is waited for by who has the patience, told whom they wait for', async () => {
    const told: string[] = []
    const lock = await take('anna')
    const waiting = take('bert', {patience: {seconds: 60, onWait: text => told.push(text)}})
    await expect
      .poll(() => told)
      .toEqual([
        'Stage private of shop is in use by "hive all" of anna on laptop (process 1, since 2026-01-02T03:04:05.000Z). Waiting for it, 60 seconds at most.',
      ])
    await lock.release()
    await (await waiting).release()
  })

  test('is no longer waited for after Ctrl-C', async () => {
    const lock = await take('anna')
    const interruption = new AbortController()
    const onWait = () => interruption.abort(new Error('interrupted'))
    const waiting = take('bert', {patience: {seconds: 60, signal: interruption.signal, onWait}})
    await expect(waiting).rejects.toThrow('interrupted')
    await lock.release()
  })

  test('is held on this mother alone while the repository host does not answer', async () => {
    const lock = await take('anna')
    await lock.secure()
    await lock.release()
  })

  test('is taken again after the connection to the repository host was lost', async () => {
    const hosts = repository()
    const lock = await take('anna', {hosts})
    await lock.secure()
    const [, last] = site.hosts
    if (last === undefined) throw new Error('two hosts were made')
    await hosts.reset(last)
    await expect.poll(locks).toEqual([])
    await lock.secure()
    expect(await locks()).toEqual(ofTheWhole)
    await lock.release()
  })

  test('can be broken on both sides', async () => {
    const lock = await take('anna', {hosts: repository()})
    await lock.secure()
    const other = await take('bert', {hosts: repository(), breakLock: true})
    await other.secure()
    await lock.release()
    await expect(take('carl')).rejects.toThrow('of bert')
    await other.release()
    expect(await locks()).toEqual([])
  })
})
