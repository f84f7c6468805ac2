import {afterEach, beforeEach, expect, test} from 'vitest'
import {type Client, createClient} from '../../src/api/client.ts'
import {planSetup} from '../../src/setup/plan-setup.ts'
import {type GitlabServer, startGitlab} from '../support/gitlab-server.ts'

const wish = {stage: 'production', environment: {HIVE_CONTEXT_KEY: 'AGE-SECRET-KEY-1CANARY'}} as const

let server: GitlabServer
let client: Client

beforeEach(async () => {
  server = await startGitlab()
  server.settings.get('resource_groups')?.push({key: 'hive/production', process_mode: 'unordered'})
  client = createClient(await server.access(), {tries: 3, pause: 5, timeout: 2000})
})

afterEach(async () => {
  await client.close()
  await server.stop()
})

async function apply(): Promise<void> {
  for (const step of (await planSetup(client, wish)).steps) await step.apply()
}

test('what a new project lacks is planned, without the key being shown, and nothing is changed by that', async () => {
  const {steps, notices} = await planSetup(client, wish)
  expect(steps.map(({change}) => [`${change.action} ${change.id}`, ...change.details].join(' | '))).toEqual([
    'create environment:production | tier: production | auto_stop_setting: with_action',
    'create protected-environment:production | deploy: maintainers',
    'create variable:HIVE_CONTEXT_KEY (production) | value: *** | masked and hidden | protected',
    'update resource-group:hive/production | process_mode: unordered -> oldest_first',
    'create schedule:drift | ref: refs/heads/main | cron: 17 3 * * *',
  ])
  expect(notices).toEqual([])
  expect(server.calls.filter(call => !call.startsWith('GET'))).toEqual([])
})

test('once applied nothing is left to do, and what somebody changed is put right', async () => {
  await apply()
  expect(await planSetup(client, wish)).toEqual({steps: [], notices: []})
  Object.assign(server.settings.get('variables')?.[0] ?? {}, {protected: false})
  Object.assign(server.settings.get('environments')?.[0] ?? {}, {auto_stop_setting: 'always'})
  const {steps} = await planSetup(client, wish)
  expect(steps.flatMap(({change}) => change.details)).toEqual([
    'auto_stop_setting: always -> with_action',
    'protected: false -> true',
  ])
  await apply()
  expect(await planSetup(client, wish)).toEqual({steps: [], notices: []})
})

test('entries behind the first page are found', async () => {
  await apply()
  server.settings.get('variables')?.unshift(...others('key'))
  server.settings.get('environments')?.unshift(...others('name'))
  expect(await planSetup(client, wish)).toEqual({steps: [], notices: []})
})

test('what this GitLab does not offer, or not yet, is told and left out', async () => {
  server.settings.get('resource_groups')?.splice(0)
  server.faults = [{on: 'GET protected_environments', with: 404}]
  const {steps, notices} = await planSetup(client, {...wish, environment: {}})
  expect(steps.map(({change}) => change.id)).toEqual(['environment:production', 'schedule:drift'])
  expect(notices).toEqual([
    'This GitLab does not offer protected environments (they need Premium): let only maintainers merge to the default branch, and keep the variables of production protected.',
    'The variable HIVE_CONTEXT_KEY of production is missing; set HIVE_CONTEXT_KEY here to have it stored.',
    'The resource group hive/production is made by the first pipeline that uses it; run this again afterwards.',
  ])
})

test('a token that may not see the settings is told', async () => {
  server.faults = [{on: 'GET variables', with: 403}]
  await expect(planSetup(client, wish)).rejects.toMatchObject({code: 'GITLAB_FAILED', status: 403})
})

function others(name: string) {
  return [1, 2, 3].map(id => ({
    id,
    [name]: `other${id}`,
    environment_scope: '*',
    masked: false,
    protected: false,
  }))
}
