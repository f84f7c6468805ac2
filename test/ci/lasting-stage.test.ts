import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {beforeEach, expect, test} from 'vitest'
import {parse} from 'yaml'
import {renderPipeline} from '../../plugins/gitlab/src/render/render.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const templates = resolve('ci-templates')

let directory: string

beforeEach(async () => {
  directory = await temporaryDirectory('lasting')
  await mkdir(join(directory, 'bin'))
  await writeFile(join(directory, 'bin/hive'), '#!/bin/sh\necho "hive $*" >> calls\n')
  await chmod(join(directory, 'bin/hive'), 0o755)
})

/** Runs the script of a job for a merge request, in what the last one left; what hive was told to do. */
async function run(job: string, ref: string): Promise<readonly string[]> {
  const source = {path: join(templates, 'test-lasting.gitlab-ci.yml'), isTemplate: true}
  const library = {project: directory, templates}
  const text = await renderPipeline({library, source, inputs: [], server: undefined, isOpen: false})
  const {script, variables} = parse(text)[job]
  await writeFile(join(directory, 'calls'), '')
  await execa('sh', ['-euc', script.join('\n')], {
    cwd: directory,
    env: {
      ...variables,
      HIVE_TEST_ENVIRONMENT: variables.HIVE_TEST_ENVIRONMENT.replace('$CI_COMMIT_REF_SLUG', ref),
      PATH: `${join(directory, 'bin')}:${process.env.PATH}`,
    },
  })
  return (await readFile(join(directory, 'calls'), 'utf8')).split('\n').filter(Boolean)
}

const destroy = 'hive --stage private build-infra --destroy'

test('the end of a merge request destroys the test stage, also one nobody wrote his name on', async () => {
  expect(await run('hive:test-lasting-stop', 'one')).toContain(destroy)
  await run('hive:test-lasting', 'one')
  expect(await run('hive:test-lasting-stop', 'one')).toContain(destroy)
})

test('the end of a merge request leaves the test stage to another that used it last', async () => {
  expect(await run('hive:test-lasting', 'one')).toContain(destroy)
  await run('hive:test-lasting', 'two')
  expect(await run('hive:test-lasting-stop', 'one')).toEqual([])
  expect(await run('hive:test-lasting-stop', 'two')).toContain(destroy)
})
