import {once} from 'node:events'
import {createServer} from 'node:http'
import {join, resolve} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {expandPipeline} from '../../plugins/gitlab/src/pipeline/expand.ts'
import {definedJobs} from '../../plugins/gitlab/src/pipeline/job.ts'
import {renderPipeline} from '../../plugins/gitlab/src/render/render.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {ciProject, listJobs} from './project.ts'

const templates = resolve('ci-templates')
const inputs = {production: 'none', stages: ['staging'], 'job-prefix': 'shop'}

/** The jobs of a push to the default branch with those inputs, however the templates are included. */
const expected = ['shop:validate: [staging]', 'shop:lint', 'shop:staging']

/** What `hive ci render --bundle` prints. */
async function bundle(): Promise<string> {
  const source = {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true}
  return renderPipeline({library: {project: templates, templates}, source, inputs: [], server: undefined, isOpen: true})
}

async function jobsOf(include: object, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const pipeline = JSON.stringify({include: [{...include, inputs}]})
  const directory = await temporaryDirectory('ci')
  return listJobs(await ciProject({directory, copies: [], files: {'.gitlab-ci.yml': pipeline, ...files}}), [])
}

test('the bundle is included from any server by its address', {timeout: 60_000}, async () => {
  const text = await bundle()
  const server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await jobsOf({remote: `http://127.0.0.1:${port}/hive.yml`})).toEqual(expected)
})

test('the bundle is a component of a project that keeps it as templates/hive.yml', {timeout: 60_000}, async () => {
  const component = '$CI_SERVER_FQDN/$CI_PROJECT_PATH/hive@$CI_COMMIT_SHA'
  expect(await jobsOf({component}, {'templates/hive.yml': await bundle()})).toEqual(expected)
})

test('the templates are included from the project they are kept in', async () => {
  const project = await temporaryDirectory('ci')
  const include = {project: 'infra/hive', ref: 'v0.1.0', file: '/ci-templates/hive.gitlab-ci.yml'}
  const content = JSON.stringify({include: [{...include, inputs: {production: 'none', 'job-prefix': 'shop'}}]})
  await ciProject({directory: project, copies: [], files: {'.gitlab-ci.yml': content}})
  const {root, unfollowed} = await expandPipeline({
    library: {project, templates},
    source: {path: join(project, '.gitlab-ci.yml'), isTemplate: false},
    inputs: new Map(),
    variables: {},
  })
  expect(unfollowed).toEqual([])
  expect(definedJobs(root).map(([name]) => name)).toEqual([
    'shop:validate',
    'shop:lint',
    'shop:test',
    'shop:staging',
    'shop:drift',
  ])
})
