import {mkdtemp, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {
  beginDeployment,
  deploymentOf,
  previousDeployment,
  readDeployments,
  rememberDeployment,
} from '../../src/phases/deployments.ts'

const first = {at: '2026-01-01T00:00:00.000Z', commit: 'aaa', images: {web: 'web@sha256:1', db: 'db@sha256:1'}}
const second = {at: '2026-01-02T00:00:00.000Z', commit: 'bbb', images: {web: 'web@sha256:2', db: 'db@sha256:1'}}

const third = {at: '2026-01-03T00:00:00.000Z', commit: 'ccc', images: {web: 'web@sha256:3', db: 'db@sha256:1'}}
const begun = {at: '2026-01-03T00:00:00.000Z', commit: 'ccc', images: {}, begun: true} as const

let context: string

beforeEach(async () => {
  context = await mkdtemp(join(tmpdir(), 'hive-deployments-'))
})

afterEach(() => rm(context, {recursive: true}))

describe('the deployments of a stage', () => {
  test('are none before the first one', async () => {
    expect(await readDeployments(context)).toEqual([])
  })

  test('are kept the newest first, for this user alone', async () => {
    await rememberDeployment(context, first)
    await rememberDeployment(context, second)
    expect(await readDeployments(context)).toEqual([second, first])
    const {mode} = await stat(join(context, 'deployments.json'))
    expect((mode & 0o777).toString(8)).toBe('600')
  })

  test('are not one more when the same was deployed again', async () => {
    await rememberDeployment(context, first)
    const again = {at: second.at, commit: first.commit, images: {db: 'db@sha256:1', web: 'web@sha256:1'}}
    await rememberDeployment(context, again)
    expect(await readDeployments(context)).toEqual([first])
  })

  test('are twenty at most', async () => {
    for (let day = 10; day < 32; day++) {
      await rememberDeployment(context, {...first, at: `2026-01-${day}T00:00:00.000Z`, commit: `c${day}`})
    }
    const commits = (await readDeployments(context)).map(({commit}) => commit)
    expect([commits.length, commits[0], commits.at(-1)]).toEqual([20, 'c31', 'c12'])
  })

  test('show one that began and never ended, until the next one begins or ends', async () => {
    await rememberDeployment(context, first)
    await beginDeployment(context, second)
    await beginDeployment(context, third)
    expect(await readDeployments(context)).toEqual([begun, first])
    await rememberDeployment(context, third)
    expect(await readDeployments(context)).toEqual([third, first])
  })

  test('show none that began and ended as the same once more', async () => {
    await rememberDeployment(context, first)
    await beginDeployment(context, third)
    await rememberDeployment(context, {...first, at: third.at})
    expect(await readDeployments(context)).toEqual([first])
  })

  test('stay what they are when a commit that was deployed before begins once more', async () => {
    await rememberDeployment(context, first)
    await rememberDeployment(context, second)
    await beginDeployment(context, third)
    await beginDeployment(context, first)
    expect(await readDeployments(context)).toEqual([begun, second, first])
  })

  test('show one that began with files of no commit', async () => {
    await rememberDeployment(context, {at: first.at, images: {}})
    await beginDeployment(context, {at: second.at})
    expect(await readDeployments(context)).toEqual([
      {at: second.at, images: {}, begun: true},
      {at: first.at, images: {}},
    ])
  })

  test('are refused when somebody else wrote them', async () => {
    await writeFile(join(context, 'deployments.json'), '[{"at": "yesterday"}]')
    await expect(readDeployments(context)).rejects.toMatchObject({
      code: 'CONTEXT_INVALID',
      message: expect.stringContaining('deployments.json cannot be read'),
    })
  })
})

describe('the deployment to go back to', () => {
  const unknown = {at: first.at, images: {}}

  test.for([
    ['the one before', [second, first], first],
    [
      'one of another commit, not the same once more with other images',
      [second, {...first, commit: 'bbb'}, first],
      first,
    ],
    ['the one before, although its commit is not known', [second, unknown, first], unknown],
    ['the newest known one when the present commit is not known', [unknown, second], second],
    ['the newest one when another began after it and never ended', [begun, second, first], second],
    ['one of another commit than the one that began', [begun, third, second], second],
    ['the newest one when what began is of no known commit', [{...begun, commit: undefined}, second, first], second],
    ['none when there is no other', [second], undefined],
    ['none when all there is began and never ended', [begun], undefined],
    ['none when nothing was deployed', [], undefined],
  ] as const)('is %s', ([, deployments, expected]) => {
    expect(previousDeployment(deployments)).toEqual(expected)
  })
})

test('a deployment is found by the beginning of its commit, when it ended', () => {
  const known = [begun, second, first]
  expect(['bb', 'aaa', 'ccc', 'd'].map(commit => deploymentOf(known, commit))).toEqual([
    second,
    first,
    undefined,
    undefined,
  ])
})
