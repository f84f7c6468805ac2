import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type HiveProject, hiveProject} from '../support/hive-project.ts'

const begun = {at: '2026-01-03T00:00:00.000Z', commit: 'ccc', images: {}, begun: true}
const second = {at: '2026-01-02T00:00:00.000Z', commit: 'bbb', images: {web: 'web@sha256:2'}}
const first = {at: '2026-01-01T00:00:00.000Z', commit: 'aaa', images: {web: 'web@sha256:1'}}

let project: HiveProject

beforeEach(async () => {
  project = await hiveProject()
  const context = join(project.directory, '.hive/private')
  await mkdir(context, {recursive: true})
  await writeFile(join(context, 'deployments.json'), JSON.stringify([begun, second, first]))
})

afterEach(() => project.remove())

describe('hive deployments, when the last one failed half way', () => {
  test('says that it was not finished', async () => {
    expect((await project.hive('deployments')).stdout).toMatchInlineSnapshot(`
      "2026-01-03T00:00:00.000Z  ccc  begun, not finished
      2026-01-02T00:00:00.000Z  bbb
        web: web@sha256:2
      2026-01-01T00:00:00.000Z  aaa
        web: web@sha256:1"
    `)
    expect(JSON.parse((await project.hive('deployments', '--json')).stdout)).toEqual({
      deployments: [begun, second, first],
    })
  })

  test('--previous prints the commit of the one before', async () => {
    expect(await project.hive('deployments', '--previous')).toEqual({status: 0, stdout: 'bbb', stderr: ''})
  })
})

test('hive all refuses the images of a deployment that was not finished', async () => {
  const {status, stderr} = await project.hive('all', '--images-of', 'ccc')
  expect({status, stderr}).toMatchInlineSnapshot(`
    {
      "status": 1,
      "stderr": "Error: The commit ccc is not known to have been deployed to stage private.
    Try this: "hive deployments" lists those that are.
    Code: CONTEXT_INVALID",
    }
  `)
})
