import {readdir} from 'node:fs/promises'
import {basename, join, resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {lintPipeline} from '../../src/lint/lint.ts'
import {rules} from '../../src/lint/rules/index.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const templates = resolve('ci-templates')

async function lint(name: string): Promise<string> {
  const {findings} = await lintPipeline({
    library: {project: fixtures, templates},
    source: {path: join(fixtures, `${name}.yml`), isTemplate: false},
    inputs: new Map(),
  })
  return findings.map(({line, rule, message}) => `${line} ${rule}: ${message}`).join('\n')
}

describe('hive ci lint', () => {
  test('has a fixture that fails for each of its rules', async () => {
    const names = (await readdir(fixtures)).map(file => basename(file, '.yml'))
    expect(names.toSorted()).toEqual(rules.map(({name}) => name).toSorted())
  })

  test('objects to a manual job that leaves open whether it blocks', async () => {
    expect(await lint('manual-says-whether-it-blocks')).toMatchInlineSnapshot(`
      "4 manual-says-whether-it-blocks: clean is manual and does not block the pipeline; say so with allow_failure.
      10 manual-says-whether-it-blocks: release is manual and blocks the pipeline; say so with allow_failure."
    `)
  })

  test('objects to production deployed behind a gate that lets everything pass', async () => {
    expect(await lint('production-has-a-gate')).toMatchInlineSnapshot(
      `
      "8 production-has-a-gate: deploy deploys production and nobody has to let it pass. Let it need a job with when: manual and allow_failure: false.
      16 production-has-a-gate: release deploys live and nobody has to let it pass. Let it need a job with when: manual and allow_failure: false."
    `,
    )
  })

  test('objects to merge requests that get the variables of production', async () => {
    expect(await lint('production-is-out-of-reach')).toMatchInlineSnapshot(
      `
      "1 production-is-out-of-reach: raise is part of merge request pipelines and works on the stage production. Keep it out of them, or give it another stage.
      7 production-is-out-of-reach: plan is part of merge request pipelines and gets the variables of production. Keep it out of them, or use an environment whose credentials only read.
      18 production-is-out-of-reach: look is part of merge request pipelines and works on the stage production. Keep it out of them, or give it another stage."
    `,
    )
  })

  test('objects to merge requests that change a stage others deploy to', async () => {
    expect(await lint('tests-have-a-stage-of-their-own')).toMatchInlineSnapshot(
      `"6 tests-have-a-stage-of-their-own: test changes the stage staging in merge request pipelines, and deploy deploys to it. Give tests a stage of their own."`,
    )
  })

  test('objects to a second deployment record of one environment', async () => {
    expect(await lint('one-deployment-per-environment')).toMatchInlineSnapshot(
      `"10 one-deployment-per-environment: deploy records a deployment to staging, and so does build. Give all but the last one action: prepare."`,
    )
  })

  test('objects to a passing environment nothing ends, and to an end that blocks', async () => {
    expect(await lint('environments-are-stopped')).toMatchInlineSnapshot(`
      "6 environments-are-stopped: review makes review/$CI_COMMIT_REF_SLUG and nothing ends it. Name a job with action: stop in on_stop.
      13 environments-are-stopped: test-stop, which ends test, blocks the pipeline. Give its rules allow_failure: true."
    `)
  })

  test('objects to deployments that do not take turns', async () => {
    expect(await lint('deployments-take-turns')).toMatchInlineSnapshot(
      `"4 deployments-take-turns: deploy changes staging while another pipeline may do so, too. Give it a resource_group."`,
    )
  })

  test('objects to deployments that are cut off, repeated or passed over when they fail', async () => {
    expect(await lint('deployments-run-to-their-end')).toMatchInlineSnapshot(`
      "2 deployments-run-to-their-end: deploy changes staging, and a newer pipeline ends it in the middle. Give it interruptible: false.
      4 deployments-run-to-their-end: deploy changes staging, and the pipeline goes on when it fails. Take allow_failure away.
      8 deployments-run-to-their-end: deploy changes staging, and does so again when it failed. Let retry name failures of the runner only."
    `)
  })

  test('objects to a plan that everybody may read', async () => {
    expect(await lint('plans-are-not-public')).toMatchInlineSnapshot(
      `"4 plans-are-not-public: The plan plan leaves as an artifact can be read by anybody who sees the project. Give artifacts access: developer, or public: false before GitLab 16.11."`,
    )
  })

  test('objects to includes that change by themselves', async () => {
    expect(await lint('includes-are-pinned')).toMatchInlineSnapshot(`
      "2 includes-are-pinned: https://ci.example/deploy.yml may change at any time. Give it integrity, its SHA-256.
      3 includes-are-pinned: group/ci is included as it is at any time. Give it a ref: a tag or a commit.
      5 includes-are-pinned: group/ci is included from the branch main. Give a tag or a commit as ref.
      6 includes-are-pinned: $CI_SERVER_FQDN/group/ci/lint@~latest is included as ~latest. Give a version or a commit."
    `)
  })

  test('objects to variables in the command of a service', async () => {
    expect(await lint('services-are-literal')).toMatchInlineSnapshot(
      `"8 services-are-literal: Variables in command of a service are not filled in, and build has one. Use an input, or variables of the service."`,
    )
  })

  test('objects to rules that ask for what is not known yet', async () => {
    expect(await lint('rules-know-their-variables')).toMatchInlineSnapshot(
      `"5 rules-know-their-variables: CI_ENVIRONMENT_TIER is empty when the rules of deploy are decided."`,
    )
  })

  test('objects to jobs without an end of their own', async () => {
    expect(await lint('jobs-end')).toMatchInlineSnapshot(`
      "2 jobs-end: In default a timeout has no effect. Give it to jobs.
      3 jobs-end: build has no timeout of its own. Give it one."
    `)
  })

  test('objects to an engine that has no name and is not waited for', async () => {
    expect(await lint('engines-are-waited-for')).toMatchInlineSnapshot(`
      "4 engines-are-waited-for: The engine has no alias. Give the service alias: docker.
      4 engines-are-waited-for: build does not say where its engine is. Give it DOCKER_HOST.
      4 engines-are-waited-for: build does not wait for its engine. Run hive ci doctor first."
    `)
  })

  test('objects to a needed job that some pipelines do not have', async () => {
    expect(await lint('needs-are-there')).toMatchInlineSnapshot(
      `"9 needs-are-there: publish needs build, which some pipelines it is part of do not have; GitLab refuses to make those. Give both the same rules."`,
    )
  })
})
