import {writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {expect, test} from 'vitest'
import {temporaryDirectory} from '../../../../test/support/temporary-directory.ts'
import {lintPipeline} from '../../src/lint/lint.ts'
import {templateFile} from '../../src/pipeline/templates.ts'
import {renderPipeline} from '../../src/render/render.ts'

const templates = resolve('ci-templates')
const message = (error: Error) => error.message

test('a file that is not there is told with the reason, and no line of it', async () => {
  const library = {project: await temporaryDirectory('refusals'), templates}
  const source = {path: join(library.project, '.gitlab-ci.yml'), isTemplate: false}
  expect(await lintPipeline({library, source, inputs: new Map()}).catch(message)).toMatch(
    /^\.gitlab-ci\.yml cannot be read: ENOENT: no such file or directory/,
  )
})

test('a template nobody knows is told with those there are', async () => {
  expect(await templateFile('dind', templates)).toBe(join(templates, 'dind.gitlab-ci.yml'))
  expect(await templateFile('nosuch', templates).catch(message)).toBe(
    'There is no template nosuch; this hive brings deploy, dind, drift, hive, phases, plan, production, test-dind, test-lasting, validate.',
  )
})

test('an input nobody declared is told with the option it was given by', async () => {
  const library = {project: templates, templates}
  const source = {path: join(templates, 'dind.gitlab-ci.yml'), isTemplate: true}
  const rendered = renderPipeline({library, source, inputs: ['imag=x'], server: undefined, isOpen: false})
  expect(await rendered.catch(message)).toBe(
    '--input: There is no input imag; the included file knows: job-prefix, dind-image.',
  )
})

test('lint tells at which version templates are included, for it looks at those that came with this hive', async () => {
  const project = await temporaryDirectory('refusals')
  const path = join(project, '.gitlab-ci.yml')
  const include = {project: 'infra/hive', ref: 'v0.9.0', file: '/ci-templates/dind.gitlab-ci.yml'}
  await writeFile(path, JSON.stringify({include: [include, {...include, file: '/other.yml'}]}))
  const result = await lintPipeline({
    library: {project, templates},
    source: {path, isTemplate: false},
    inputs: new Map(),
  })
  expect(result).toMatchObject({templates: ['infra/hive@v0.9.0'], unfollowed: ['project infra/hive']})
})
