import {glob, readdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {Ajv, type ValidateFunction} from 'ajv'
import {beforeAll, describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {lintPipeline} from '../../plugins/gitlab/src/lint/lint.ts'
import type {Node} from '../../plugins/gitlab/src/pipeline/node.ts'
import {renderPipeline} from '../../plugins/gitlab/src/render/render.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {inputsSection} from './inputs-section.ts'
import {pipelineTable, rowText} from './table.ts'

const templates = resolve('ci-templates')
const names = (await readdir(templates)).map(file => file.replace('.gitlab-ci.yml', ''))
const families = names.filter(name => name !== 'hive')
const library = {project: templates, templates}

let isPipeline: ValidateFunction

beforeAll(async () => {
  const schema = JSON.parse(await readFile('test/fixtures/gitlab-ci.schema.json', 'utf8'))
  const ajv = new Ajv({allowUnionTypes: true, strictTypes: false, validateFormats: false})
  ajv.addKeyword('markdownDescription')
  isPipeline = ajv.compile(schema)
})

function render(name: string, inputs: readonly string[] = []): Promise<string> {
  const source = {path: join(templates, `${name}.gitlab-ci.yml`), isTemplate: true}
  return renderPipeline({library, source, inputs, server: undefined, isOpen: false})
}

/** What GitLab's own schema has against the text of a pipeline. */
function refusals(pipeline: string): readonly string[] {
  isPipeline(parse(pipeline))
  return (isPipeline.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`)
}

const layouts = [
  [],
  ['layout=phases', 'test-hosts=lasting', 'production=tag', 'plan=true'],
  ['layout=none', 'production=none', 'test-mode=incremental', 'job-prefix=shop', 'tags=[docker, linux]'],
]

/** An input as `include:inputs` gives it; those that are lists or truth values are left to the other tests. */
function scalarInput(input: string): [string, Node][] {
  const [name = '', value = ''] = input.split('=')
  return name === 'tags' || name === 'plan' ? [] : [[name, {kind: 'scalar', value, place: {file: '', line: 1}}]]
}

describe("hive's templates", () => {
  test.each(names)("%s is a pipeline by GitLab's own schema", async name => {
    expect(refusals(await render(name))).toEqual([])
  })

  test('are told apart from what is no pipeline by that schema', () => {
    expect(refusals('job: {script: [make], retry: 3}')).toContain('/job/retry must be <= 2')
  })

  test.each(layouts.map(inputs => [inputs]))('are a pipeline with the inputs %j', async inputs => {
    expect(refusals(await render('hive', inputs))).toEqual([])
  })

  test.each(families)('%s brings jobs and nothing that reaches the jobs of others', async name => {
    const keys = Object.keys(parse(await render(name)))
    expect(keys.filter(key => !/^\.?hive:/.test(key))).toEqual([])
  })

  test('name the version of the package, so that each job can check it', async () => {
    const {version} = JSON.parse(await readFile('package.json', 'utf8'))
    const texts = await Promise.all(names.map(name => readFile(join(templates, `${name}.gitlab-ci.yml`), 'utf8')))
    const versions = texts.join('\n').matchAll(/(?:HIVE_TEMPLATES_VERSION: |default: hive-\w+:)(.*)/g)
    expect([...new Set([...versions].map(([, found]) => found))]).toEqual([version])
  })

  test.each(layouts.map(inputs => [inputs]))(
    'have nothing hive ci lint objects to with the inputs %j',
    async inputs => {
      const {findings} = await lintPipeline({
        library,
        source: {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true},
        inputs: new Map(inputs.flatMap(scalarInput)),
      })
      expect(findings).toEqual([])
    },
  )

  test('let hive ci lint object where tests last on the stage that is deployed', async () => {
    const {findings} = await lintPipeline({
      library,
      source: {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true},
      inputs: new Map(['test-hosts=lasting', 'test-stage=staging'].flatMap(scalarInput)),
    })
    expect(findings.map(({rule, message}) => `${rule}: ${message}`)).toMatchInlineSnapshot(`
      [
        "tests-have-a-stage-of-their-own: hive:test-lasting changes the stage staging in merge request pipelines, and hive:staging deploys to it. Give tests a stage of their own.",
        "tests-have-a-stage-of-their-own: hive:test-lasting-stop changes the stage staging in merge request pipelines, and hive:staging deploys to it. Give tests a stage of their own.",
      ]
    `)
  })

  test('leave out for a server of GitLab 16 what it would refuse', async () => {
    const source = {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true}
    const text = await renderPipeline({library, source, inputs: [], server: '16.4', isOpen: false})
    expect(text).not.toMatch(/manual_confirmation|access: developer|auto_cancel/)
    expect(text).toContain('annotations:')
    expect(text.match(/ public: false$/gm)?.length).toBeGreaterThan(2)
    // The schema of GitLab's editor has never listed artifacts:public.
    const listed = (yaml: string) => yaml.replaceAll(/^ +public: false\n/gm, '')
    expect(refusals(listed(text))).toEqual([])
    const oldest = await renderPipeline({library, source, inputs: [], server: '16.2', isOpen: false})
    expect(oldest).not.toContain('annotations:')
    expect(refusals(listed(oldest))).toEqual([])
  })

  test.each(layouts.map(inputs => [inputs]))(
    'give variables texts and numbers only, as GitLab 16 wants it, with the inputs %j',
    async inputs => {
      const jobs: Readonly<Record<string, {readonly variables?: object}>> = parse(await render('hive', inputs))
      const values = Object.values(jobs).flatMap(({variables = {}}) => Object.values(variables))
      expect(values.filter(value => !['string', 'number'].includes(typeof value))).toEqual([])
      expect(values.length).toBeGreaterThan(0)
    },
  )
})

test.each(['README.md', 'docs/ci.md'])("the five lines of %s are a pipeline by GitLab's own schema", async file => {
  const [, lines = ''] = /```yaml\n(include:\n[\s\S]*?)```/.exec(await readFile(file, 'utf8')) ?? []
  expect(parse(lines).include[0].file).toBe('/ci-templates/hive.gitlab-ci.yml')
  expect(refusals(lines)).toEqual([])
})

test("pipelines of situations are pipelines by GitLab's own schema", async () => {
  const files = await Array.fromAsync(glob('test/ci/situations/*/project/.gitlab-ci.yml'))
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) expect([file, refusals(await readFile(file, 'utf8'))]).toEqual([file, []])
})

test('docs/ci.md tells every input as the templates declare it', async () => {
  expect(await readFile('docs/ci.md', 'utf8')).toContain(await inputsSection(templates))
})

describe('the bundle, one file in place of the template and all it includes', () => {
  test('has no includes, all inputs, and makes the same jobs', async () => {
    const source = {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true}
    const bundle = await renderPipeline({library, source, inputs: [], server: undefined, isOpen: true})
    expect(bundle).not.toContain('include:')
    const project = await temporaryDirectory('bundle')
    await writeFile(join(project, 'hive.yml'), bundle)
    for (const inputs of layouts) {
      const path = join(project, 'hive.yml')
      const fromBundle = await renderPipeline({
        library: {project, templates},
        source: {path, isTemplate: false},
        inputs,
        server: undefined,
        isOpen: false,
      })
      expect(refusals(fromBundle)).toEqual([])
      expect(withoutRefused(parse(fromBundle))).toEqual(withoutRefused(parse(await render('hive', inputs))))
    }
  })
})

type Job = {readonly rules?: readonly {readonly if?: string; readonly when?: string}[]}

/** The jobs whose first rule does not keep them out, without that rule: a bundle decides by rules what includes are. */
function withoutRefused(pipeline: Readonly<Record<string, Job>>): object {
  const jobs = Object.entries(pipeline).flatMap(([name, job]): [string, Job][] => {
    const [first, ...rest] = job.rules ?? []
    const [, left, operator, right] = /^"([^"]*)" ([!=])= "([^"]*)"$/.exec(first?.if ?? '') ?? []
    if (operator === undefined) return [[name, job]]
    const isKeptOut = (left === right) === (operator === '=')
    return isKeptOut ? [] : [[name, {...job, rules: rest}]]
  })
  return Object.fromEntries(jobs)
}

describe("hive's own pipeline", () => {
  const own = {path: resolve('.gitlab-ci.yml'), isTemplate: false}
  const repository = {project: resolve('.'), templates}

  test("is a pipeline by GitLab's own schema", async () => {
    const request = {library: repository, source: own, inputs: [], server: undefined, isOpen: false}
    expect(refusals(await renderPipeline(request))).toEqual([])
  })

  test('has nothing hive ci lint objects to', async () => {
    const {findings} = await lintPipeline({library: repository, source: own, inputs: new Map()})
    expect(findings).toEqual([])
  })

  const branch = {CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main'}
  const tag = {CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1.0.0'}
  const tried = ['test > test', 'images > images', 'try > quickstart:test']
  const proven = ['test > test', 'test > proof', 'images > images', 'try > quickstart:test']

  test.for([
    ['a change', branch, tried],
    ['a tag anybody may make', {...tag, CI_COMMIT_REF_PROTECTED: 'false'}, proven],
    ['a schedule', {...branch, CI_PIPELINE_SOURCE: 'schedule'}, proven],
    [
      'a protected tag, and publishes',
      {...tag, CI_COMMIT_REF_PROTECTED: 'true'},
      [...proven, 'publish > publish (turn publish)'],
    ],
  ] as const)('tests and raises the example with what was built for %s', async ([, variables, jobs]) => {
    expect((await pipelineTable(repository.project, templates, variables)).map(rowText)).toEqual(jobs)
  })
})
