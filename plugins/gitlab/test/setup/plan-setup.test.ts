import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type Client, createClient} from '../../src/api/client.ts'
import {contextKeyValues} from '../../src/setup/context-key.ts'
import {planSetup, type SetupWish} from '../../src/setup/plan-setup.ts'
import {parseValues} from '../../src/setup/values-file.ts'
import {parseWish} from '../../src/setup/wish-file.ts'
import {type GitlabServer, startGitlab} from '../support/gitlab-server.ts'

const key = 'AGE-SECRET-KEY-1CANARY'
const nothing = parseWish('', 'gitlab.yml')
const usual: SetupWish = {stage: 'production', wish: nothing, values: contextKeyValues('production', key)}

const everything = parseWish(
  `
variables:
  - {key: DB_PASSWORD, environment: production, hidden: true, protected: true, description: of the shop}
  - {key: DB_PASSWORD, environment: staging, masked: true}
  - {key: CA_FILE, type: file, raw: false}
protected_environments:
  - name: production
    deploy: [maintainers, {group: 12}]
    approvals: [{by: {group: 12}, count: 2}, {by: {user: 5}}]
protected_branches:
  - {name: main, push: nobody, merge: maintainers}
protected_tags:
  - {name: "v*"}
schedules:
  - {description: "hive: look for drift", cron: "0 5 * * 1", timezone: Europe/Berlin}
  - {description: nightly, ref: release, cron: "0 1 * * *", active: false}
resource_groups: {hive/production: newest_first}
job_token: {projects: [infra/shop], groups: [infra]}
freeze_periods: [{start: "0 23 * * 5", end: "0 7 * * 1", timezone: Asia/Tokyo}]
`,
  'gitlab.yml',
)
const values = parseValues(
  `{HIVE_CONTEXT_KEY: ${key}, DB_PASSWORD@production: canaryOfProduction, DB_PASSWORD: canaryOfOthers, CA_FILE: "two\\nlines"}`,
  '-',
)
const whole: SetupWish = {stage: 'production', wish: everything, values}

let server: GitlabServer
let client: Client

async function start(version?: string): Promise<void> {
  server = await startGitlab(undefined, version)
  server.settings.get('resource_groups')?.push({key: 'hive/production', process_mode: 'unordered'})
  server.others.set('projects/infra/shop', 44).set('groups/infra', 55)
  client = createClient(await server.access(), {tries: 3, pause: 5, timeout: 2000})
}

beforeEach(() => start())

afterEach(async () => {
  await client.close()
  await server.stop()
})

async function told(wish: SetupWish): Promise<readonly string[]> {
  const {steps, notices} = await planSetup(client, wish)
  return [
    ...steps.map(({change}) => [`${change.action} ${change.id}`, ...change.details].join(' | ')),
    ...notices.map(notice => `! ${notice}`),
  ]
}

async function apply(wish: SetupWish): Promise<void> {
  for (const step of (await planSetup(client, wish)).steps) await step.apply()
}

/** The first entry of a list, to be changed as somebody else would. */
function entry(list: string, place = 0): Record<string, unknown> {
  return server.settings.get(list)?.[place] ?? {}
}

test('what a new project lacks is planned, without the key being shown, and nothing is changed by that', async () => {
  expect(await told(usual)).toMatchInlineSnapshot(`
    [
      "create environment:production | tier: production",
      "create protected-environment:production | deploy: maintainers | approvals: none",
      "create variable:HIVE_CONTEXT_KEY (production) | value: *** | type: env_var | masked: true | protected: true | raw: true | hidden: true",
      "update resource-group:hive/production | process_mode: unordered -> oldest_first",
      "create schedule:hive: look for drift | ref: refs/heads/main | cron: 17 3 * * * | timezone: UTC | active: true",
    ]
  `)
  expect(server.calls.filter(call => !call.startsWith('GET'))).toEqual([])
})

test('the key of the test stage is for the environments of merge requests, whose branches nobody protects', async () => {
  const keys = contextKeyValues('private', key)
  expect(
    (await told({stage: 'private', wish: nothing, values: keys})).filter(line => line.includes('variable:')),
  ).toEqual([
    'create variable:HIVE_CONTEXT_KEY (test/*) | value: *** | type: env_var | masked: true | protected: false | raw: true | hidden: true',
  ])
})

test('merge requests that plan a stage get its key when gitlab.yml says so', async () => {
  const wish = parseWish('variables: [{key: HIVE_CONTEXT_KEY, environment: plan/staging, hidden: true}]', 'gitlab.yml')
  const planned = await told({stage: 'staging', wish, values: contextKeyValues('staging', key)})
  expect(planned.filter(line => line.includes('variable:'))).toEqual([
    'create variable:HIVE_CONTEXT_KEY (staging) | value: *** | type: env_var | masked: true | protected: true | raw: true | hidden: true',
    'create variable:HIVE_CONTEXT_KEY (plan/staging) | value: *** | type: env_var | masked: true | protected: false | raw: true | hidden: true',
  ])
})

test('jobs that make volumes take turns as well, where a pipeline has had one', async () => {
  expect((await told(usual)).filter(line => line.includes('volumes'))).toEqual([])
  server.settings.get('resource_groups')?.push({key: 'hive/production/volumes', process_mode: 'unordered'})
  await apply(usual)
  expect(entry('resource_groups', 1)).toMatchObject({process_mode: 'oldest_first'})
})

test('all that gitlab.yml asks for is planned, made, and then nothing is left to do', async () => {
  expect(await told(whole)).toMatchInlineSnapshot(`
    [
      "create environment:production | tier: production",
      "create protected-environment:production | deploy: group 12, maintainers | approvals: 1 of user 5, 2 of group 12",
      "create protected-branch:main | push: nobody | merge: maintainers | force_push: false",
      "create protected-tag:v* | create: maintainers",
      "create variable:HIVE_CONTEXT_KEY (production) | value: *** | type: env_var | masked: true | protected: true | raw: true | hidden: true",
      "create variable:DB_PASSWORD (production) | value: *** | type: env_var | masked: true | protected: true | raw: true | hidden: true",
      "create variable:DB_PASSWORD (staging) | value: *** | type: env_var | masked: true | protected: false | raw: true | hidden: false",
      "create variable:CA_FILE (*) | value: *** | type: file | masked: false | protected: false | raw: false | hidden: false",
      "update resource-group:hive/production | process_mode: unordered -> newest_first",
      "create schedule:hive: look for drift | ref: refs/heads/main | cron: 0 5 * * 1 | timezone: Europe/Berlin | active: true",
      "create schedule:nightly | ref: refs/heads/release | cron: 0 1 * * * | timezone: UTC | active: false",
      "create freeze-period:0 23 * * 5 to 0 7 * * 1 | timezone: Asia/Tokyo",
      "create job-token:project infra/shop | allowed: true",
      "create job-token:group infra | allowed: true",
      "update job-token:scope | limited: false -> true",
    ]
  `)
  await apply(whole)
  expect(await told(whole)).toEqual([])
  expect(await told({...whole, values: new Map()})).toEqual([])
  expect(entry('protected_branches')).toMatchObject({push_access_levels: [{access_level: 0}, {deploy_key_id: 3}]})
  expect(server.settings.get('job_token_scope/allowlist')).toEqual([{id: 44}])
  expect(server.settings.get('job_token_scope/groups_allowlist')).toEqual([{id: 55}])
})

test('the server is asked for its version once, and each list once', async () => {
  await planSetup(client, whole)
  expect(server.calls.filter(call => call === 'GET metadata').length).toBe(1)
  expect(server.calls.length).toBe(new Set(server.calls).size)
})

test('what somebody changed is put right, each by the request GitLab has for it', async () => {
  await apply(whole)
  server.calls.splice(0)
  entry('variables').protected = false
  entry('environments').auto_stop_setting = 'always'
  entry('protected_environments').approval_rules = []
  entry('protected_branches').push_access_levels = [{id: 1, access_level: 40}]
  entry('protected_tags').create_access_levels = [{id: 1, access_level: 30}]
  entry('pipeline_schedules').active = false
  entry('freeze_periods').cron_timezone = 'UTC'
  expect(await told(whole)).toMatchInlineSnapshot(`
    [
      "update protected-environment:production | approvals: none -> 1 of user 5, 2 of group 12",
      "replace protected-branch:main | push: maintainers -> nobody",
      "replace protected-tag:v* | create: developers -> maintainers",
      "update variable:HIVE_CONTEXT_KEY (production) | protected: false -> true",
      "update schedule:hive: look for drift | active: false -> true",
      "update freeze-period:0 23 * * 5 to 0 7 * * 1 | timezone: UTC -> Asia/Tokyo",
    ]
  `)
  await apply(whole)
  expect(await told(whole)).toEqual([])
  expect(server.calls.filter(call => !call.startsWith('GET'))).toMatchInlineSnapshot(`
    [
      "PUT protected_environments/production",
      "DELETE protected_branches/main",
      "POST protected_branches",
      "DELETE protected_tags/v*",
      "POST protected_tags",
      "PUT variables/HIVE_CONTEXT_KEY",
      "PUT pipeline_schedules/518",
      "PUT freeze_periods/520",
    ]
  `)
})

describe('a value', () => {
  test('that GitLab hides is known again without being told, and is replaced when it is another', async () => {
    await apply(whole)
    expect(entry('variables', 1)).toMatchObject({key: 'DB_PASSWORD', hidden: true, value: 'canaryOfProduction'})
    expect(entry('variables', 1).description).toMatch(/^of the shop \[hive:[0-9a-f]{10}\]$/)
    const changed = new Map([...values, ['DB_PASSWORD@production', 'canaryOfTomorrow']])
    expect(await told({...whole, values: changed})).toEqual([
      'update variable:DB_PASSWORD (production) | value: another -> ***',
    ])
    await apply({...whole, values: changed})
    expect(await told({...whole, values: changed})).toEqual([])
  })

  test('that is to be hidden from now on is made anew, if it is known', async () => {
    await apply({...whole, wish: {...everything, variables: [{...hiddenOne(), hidden: false}]}})
    const wish = {...everything, variables: [hiddenOne()]}
    expect(await told({...whole, wish})).toEqual([
      'replace variable:DB_PASSWORD (production) | masked: false -> true | hidden: false -> true',
    ])
    expect((await told({...whole, wish, values: new Map()})).filter(line => line.includes('DB_PASSWORD'))).toEqual([
      '! The variable DB_PASSWORD of production has no value here; give it with --values. Its value is needed to make it anew as a hidden one.',
    ])
    await apply({...whole, wish})
    expect(await told({...whole, wish})).toEqual([])
  })

  test.each([
    ['two words', 'it has spaces or several lines'],
    ['short', 'it has less than 8 characters'],
  ])('that cannot be masked is refused before anything is changed, unseen: %s', async (value, reason) => {
    const given = new Map([...values, ['DB_PASSWORD@production', value]])
    const error = await planSetup(client, {...whole, values: given}).catch(thrown => thrown)
    expect(error).toMatchObject({
      code: 'INVENTORY_INVALID',
      message: `The value of DB_PASSWORD cannot be masked by GitLab: ${reason}.`,
    })
    expect(server.calls.filter(call => !call.startsWith('GET'))).toEqual([])
  })

  test('is in nothing that is planned or said', async () => {
    const plans = [await planSetup(client, whole), await planSetup(client, usual)]
    expect(JSON.stringify(plans)).not.toMatch(/canary|CANARY/)
  })

  test('is not quoted when the values cannot be read', () => {
    expect(() => parseValues('DB: "canary\nX: [', 'values.yml')).toThrow(
      /^values\.yml: expected a mapping of variables to texts\.$/,
    )
  })

  function hiddenOne() {
    const [first] = everything.variables
    if (!first) throw new Error('there is no variable')
    return first
  }
})

describe('what this GitLab does not offer', () => {
  test.each([403, 404])('protected environments, on Free, is told with what guards instead: %i', async status => {
    server.faults = [{on: 'GET protected_environments', with: status}]
    expect((await told(usual)).filter(line => line.startsWith('!') || line.includes('protected-'))).toEqual([
      '! This GitLab does not offer protected environments (they need Premium): let only maintainers merge to the default branch, keep the variables of production protected, and give its jobs a protected runner.',
    ])
  })

  test.each(['16.4.0', '17.3.0'])('hidden variables, in %s, is told and they are masked', async version => {
    await server.stop()
    await start(version)
    expect((await told(whole)).filter(line => /^!|DB_PASSWORD|environment:production/.test(line))).toMatchSnapshot()
    await apply(whole)
    expect((await told(whole)).filter(line => !line.startsWith('!'))).toEqual([])
    expect(entry('variables')).not.toHaveProperty('masked_and_hidden')
    expect(entry('environments')).not.toHaveProperty('auto_stop_setting')
  })

  test('a resource group before its first job, a value nobody gave, a project nobody sees, is told', async () => {
    server.settings.get('resource_groups')?.splice(0)
    server.others.clear()
    expect((await told({...whole, values: new Map()})).filter(line => line.startsWith('!'))).toMatchInlineSnapshot(`
      [
        "! The variable HIVE_CONTEXT_KEY of production has no value here; give it with --values, or set HIVE_CONTEXT_KEY here.",
        "! The variable DB_PASSWORD of production has no value here; give it with --values.",
        "! The variable DB_PASSWORD of staging has no value here; give it with --values.",
        "! The variable CA_FILE of * has no value here; give it with --values.",
        "! The resource group hive/production is made by the first pipeline that uses it; run this again afterwards.",
        "! There is no project infra/shop that the owner of the token may see, so it was not let in.",
        "! There is no group infra that the owner of the token may see, so it was not let in.",
      ]
    `)
  })
})

test('entries behind the first page are found', async () => {
  await apply(usual)
  server.settings.get('variables')?.unshift(...others('key'))
  server.settings.get('environments')?.unshift(...others('name'))
  expect(await told(usual)).toEqual([])
})

test('a token that may not see the settings is told', async () => {
  server.faults = [{on: 'GET variables', with: 403}]
  await expect(planSetup(client, usual)).rejects.toMatchObject({code: 'GITLAB_FAILED', status: 403})
})

test('mistakes in gitlab.yml are told by their lines', () => {
  const text =
    'variables:\n  - key: A B\n  - {key: B, hiden: true}\nfreeze_periods:\n  - {start: daily, end: "0 7 * * 1"}\n'
  const messages: string[] = []
  try {
    parseWish(text, 'gitlab.yml')
  } catch (error) {
    messages.push(...(error instanceof Error ? error.message.split('\n') : []))
  }
  expect(messages).toMatchInlineSnapshot(`
    [
      "gitlab.yml:2: variables/0/key: should be of letters, digits and "_".",
      "gitlab.yml:3: variables/1: Unrecognized key: "hiden".",
      "gitlab.yml:5: freeze_periods/0/start: should be five fields of cron, separated by single spaces.",
    ]
  `)
})

function others(name: string) {
  return [1, 2, 3].map(id => ({id, [name]: `other${id}`, environment_scope: '*'}))
}
