import type {ContextStore} from '@hive-ci/cli'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createClient} from '../../src/api/client.ts'
import {gitlabStore} from '../../src/context-store/gitlab-store.ts'
import {type Fault, type GitlabServer, startGitlab, token} from '../support/gitlab-server.ts'

const patience = {tries: 4, pause: 5, timeout: 2000}
const name = 'hive-context-shop-staging'

let server: GitlabServer
let store: ContextStore

beforeEach(async () => {
  server = await startGitlab()
  store = await anotherStore()
})

afterEach(() => server.stop())

async function anotherStore(): Promise<ContextStore> {
  return gitlabStore(createClient(await server.access(), patience), name)
}

function versions(): readonly string[] {
  return server.packages.filter(entry => entry.name === name).map(({version}) => version)
}

function bids(): number {
  return server.packages.filter(entry => entry.name !== name).flatMap(({files}) => files).length
}

test('versions are kept one after the other, over pages of answers, and come back as they were', async () => {
  expect(await store.latest()).toBe(0)
  for (const version of [1, 2, 3, 4, 5])
    expect(await store.write(version, Buffer.from([version, 0, 255]))).toBe('written')
  expect(await store.latest()).toBe(5)
  expect(Buffer.from(await store.read(4))).toEqual(Buffer.from([4, 0, 255]))
  expect(versions()).toEqual(['1.0.0', '2.0.0', '3.0.0', '4.0.0', '5.0.0'])
  expect(bids()).toBe(0)
})

test('packages of other names and shapes do not count', async () => {
  await store.write(1, Buffer.from('a'))
  const files = [{id: 1, name: 'x', content: Buffer.from('x'), created: 0}]
  server.packages.push({id: 1, name: `${name}-other`, version: '9.0.0', files})
  server.packages.push({id: 2, name, version: 'backup', files})
  expect(await store.latest()).toBe(1)
})

test('a version that is there is not written again', async () => {
  await store.write(1, Buffer.from('first'))
  expect(await store.write(1, Buffer.from('second'))).toBe('taken')
  expect(Buffer.from(await store.read(1)).toString()).toBe('first')
})

test('of many who write the same version at the same moment at most one does', async () => {
  for (let round = 0; round < 5; round++) {
    const before = await store.latest()
    const writers = await Promise.all(Array.from({length: 6}, anotherStore))
    const results = await Promise.all(writers.map((one, index) => one.write(before + 1, Buffer.from(`of ${index}`))))
    const winners = results.flatMap((result, index) => (result === 'written' ? [index] : []))
    expect(winners.length).toBeLessThanOrEqual(1)
    expect(await store.latest()).toBe(before + winners.length)
    if (winners.length === 1) expect(Buffer.from(await store.read(before + 1)).toString()).toBe(`of ${winners[0]}`)
    expect(bids()).toBe(0)
  }
})

test('a bid of somebody who died stands in the way for an hour and no longer', async () => {
  const files = [{id: 1, name: 'somebody', content: Buffer.from('bid'), created: server.now}]
  server.packages.push({id: 2, name: `${name}-bids`, version: '1.0.0', files})
  expect(await store.write(1, Buffer.from('a'))).toBe('taken')
  server.now += 61 * 60 * 1000
  expect(await store.write(1, Buffer.from('a'))).toBe('written')
})

describe('what goes wrong on the way is made good or told, and nothing is lost', () => {
  const steps = [
    'PUT packages/generic/hive-context-shop-staging-bids',
    'GET packages',
    'PUT packages/generic/hive-context-shop-staging/',
    'DELETE packages',
  ]
  const survived: readonly Fault['with'][] = [429, 500, 502, 503, 504, 'drop', 'lose']
  test.each(steps.flatMap(on => survived.map(fault => [on, fault] as const)))('%s: %s', async (on, fault) => {
    await store.write(1, Buffer.from('first'))
    server.faults = [{on, with: fault}]
    expect(await store.write(2, Buffer.from('second'))).toBe('written')
    expect(server.faults).toEqual([])
    expect(await store.latest()).toBe(2)
    expect(Buffer.from(await store.read(2)).toString()).toBe('second')
    expect(Buffer.from(await store.read(1)).toString()).toBe('first')
    expect(bids()).toBe(0)
  })

  test('an answer that got lost, where a file may be stored once only', async () => {
    server.refusesDuplicates = true
    server.faults = [{on: 'PUT packages/generic/hive-context-shop-staging/', with: 'lose'}]
    expect(await store.write(1, Buffer.from('a'))).toBe('written')
  })

  test.each([401, 403, 404, 409])('a refusal is told and not tried again: %i', async status => {
    server.faults = [{on: 'PUT packages/generic/hive-context-shop-staging/', with: status}]
    const error = await store.write(1, Buffer.from('a')).catch(thrown => thrown)
    expect(error).toMatchObject({
      code: 'GITLAB_FAILED',
      message: `GitLab answered PUT /api/v4/projects/7/packages/generic/${name}/1.0.0/context.age with status ${status}: ${status} on purpose.`,
    })
    expect(JSON.stringify([error.message, error.suggestions, String(error.cause)])).not.toContain(token)
    expect(versions()).toEqual([])
    expect(bids()).toBe(0)
  })

  test('a server that never answers', async () => {
    server.faults = Array.from({length: 4}, () => ({on: 'GET packages', with: 'drop'}) as const)
    await expect(store.latest()).rejects.toMatchObject({code: 'GITLAB_FAILED', status: undefined})
  })
})
