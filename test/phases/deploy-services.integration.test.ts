import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import type {Session} from '../../src/session.ts'
import type {Service, Site} from '../../src/site/site.ts'
import {type PrivateEngine, registryLogin, startPrivateEngine} from '../support/private-engine.ts'
import {makeFullService, makeService, type ServiceWish} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeObject, makeSite} from '../support/site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const sleep: ServiceWish = {command: ['sleep', '3600'], stopGracePeriod: '1s', networks: ['inside']}
const quick = {hive_update_config: {monitor: '1s', parallelism: 2}}

let engine: PrivateEngine

beforeAll(async () => {
  engine = await startPrivateEngine()
  await engine.docker.createNetwork({Name: 'inside', Driver: 'overlay', Attachable: true})
  await engine.docker.createNetwork({Name: 'outside', Driver: 'overlay', Attachable: true})
})

afterAll(() => engine.stop())

function siteWith(...services: Service[]): Site {
  const networks = [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}]
  return {...makeSite({hosts: 1}), services, networks}
}

async function deploy(services: Service[], options: Partial<PhaseOptions> = {}, session: Partial<Session> = {}) {
  const made = makeSession(siteWith(...services), engine.connection, session)
  const report = await deployServices.run(made, {...noOptions, ...options})
  return {report, events: made.events}
}

/** Targets as lines: name, outcome and, where there is one, the message. */
function outcomes({targets}: PhaseReport): readonly string[] {
  return targets.map(({target, outcome, message}) => [target, outcome, message].filter(Boolean).join(' | '))
}

function linesOf(events: readonly RunEvent[], target: string): readonly string[] {
  return events.flatMap(event => (event.type === 'output' && event.target === target ? [event.line] : []))
}

async function namesOfServices(): Promise<readonly (string | undefined)[]> {
  const services = await engine.docker.listServices()
  return services.map(({Spec}) => Spec?.Name).toSorted()
}

async function removeAll(): Promise<void> {
  await deploy([], {prune: true})
}

describe('services that use every attribute', () => {
  const {healthcheck, restart, mounts} = makeFullService('full')
  const changes: Readonly<Record<string, ServiceWish>> = {
    command: {command: ['-c', 'sleep 1800']},
    entrypoint: {entrypoint: ['/bin/sh']},
    environment: {environment: {A: 'another', B: 'two'}},
    ports: {ports: [{targetPort: 81, publishedPort: 9999, protocol: 'udp', mode: 'host'}]},
    volumes: {mounts: mounts.slice(1)},
    labels: {labels: {HIVE_VIP: '10.1.1.2'}},
    'placement.constraints': {placement: {constraints: [], preferences: [{spread: 'node.labels.zone'}]}},
    'placement.preferences': {placement: {constraints: ['node.role == manager'], preferences: []}},
    healthcheck: {healthcheck: {...healthcheck, test: ['CMD', 'true']}},
    hosts: {hosts: {other: '10.9.9.8'}},
    dns: {dns: ['10.9.9.1', '10.9.9.2']},
    replicas: {replicas: 2, ports: []},
    user: {user: '0:0'},
    working_dir: {workingDirectory: '/data'},
    cap_add: {capAdd: ['NET_ADMIN', 'SYS_TIME']},
    cap_drop: {capDrop: []},
    sysctls: {sysctls: {'net.ipv4.ip_forward': '0'}},
    restart_config: {restart: {...restart, maxAttempts: 5}},
    stop_grace_period: {stopGracePeriod: '2s'},
    cpu_limit: {cpuLimit: 0.25},
    mem_limit: {memoryLimit: 33_554_432},
    networks: {networks: ['inside', 'outside']},
    'logging.options': {logging: {driver: 'json-file', options: {'max-size': '2m'}}},
    update_config: {variables: {hive_update_config: {monitor: '2s'}}},
  }
  const names = Object.keys(changes)
  const ports = (index: number, name: string) =>
    name === 'replicas' ? [] : [{targetPort: 80, publishedPort: 8100 + index, protocol: 'tcp', mode: 'host'} as const]
  const base = names.map((name, index) =>
    makeFullService(name.replace(/\W/g, '-'), {ports: ports(index, name), variables: quick}),
  )
  const changed = names.map((name, index) => ({
    ...(base[index] ?? makeService('none')),
    ...makeFullService(base[index]?.name ?? '', {variables: quick, ports: ports(index, name), ...changes[name]}),
  }))

  test('are created', async () => {
    const {report} = await deploy(base)
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | changed`))
  })

  test('are left alone the second time', async () => {
    const {report} = await deploy(base)
    expect(report.changes).toEqual([])
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | ok`))
  })

  test('are updated where one attribute was changed, which is the one thing told', async () => {
    const {report} = await deploy(changed)
    expect(report.changes.map(({details}) => details.map(detail => detail.replace(/: .*/, '')))).toEqual(
      names.map(name => [name]),
    )
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | changed`))
  })

  test('are left alone after that', async () => {
    const {report} = await deploy(changed)
    expect(report.changes).toEqual([])
  })

  test('are removed, containers and all', async () => {
    const {report} = await deploy(changed, {destroy: true})
    expect(report.outcome).toBe('changed')
    expect(await engine.docker.listContainers()).toEqual([])
  })
})

test('every verdict is the right one, and the first log is shown', async () => {
  const loop = ['sh', '-c', 'echo cannot find my database; exit 3']
  const restart = {condition: 'any', delay: '1s'} as const
  const {report, events} = await deploy([
    makeService('good', sleep),
    makeService('looping', {...sleep, command: loop, restart}),
    makeService('imageless', {...sleep, image: {kind: 'pulled', tag: '127.0.0.1:5000/nope:1'}}),
    makeService('homeless', {...sleep, placement: {constraints: ['node.labels.zone == moon'], preferences: []}}),
    makeService('once', {...sleep, command: ['echo', 'done'], restart: {condition: 'none'}}),
    makeService('once-badly', {...sleep, command: ['sh', '-c', 'echo no; exit 1'], restart: {condition: 'none'}}),
    makeService('everywhere', {...sleep, mode: 'global'}),
  ])
  expect(report.outcome).toBe('failed')
  expect(outcomes(report).map(line => line.replace(/\(\d+ times\)/, '(n times)'))).toMatchInlineSnapshot(`
    [
      "good | changed",
      "looping | failed | Service looping: its task failed: task: non-zero exit (3) (n times).",
      "imageless | failed | Service imageless: the image cannot be had: No such image: 127.0.0.1:5000/nope:1.",
      "homeless | failed | Service homeless: no node can run it: no suitable node (scheduling constraints not satisfied on 1 node); it asks for node.labels.zone == moon.",
      "once | changed",
      "once-badly | failed | Service once-badly: it ended badly and is not started again: task: non-zero exit (1).",
      "everywhere | changed",
    ]
  `)
  expect(linesOf(events, 'looping')).toEqual(['cannot find my database'])
  expect(linesOf(events, 'once-badly')).toEqual(['no'])
  await removeAll()
})

test('an update that is rolled back is a failure, and the next deploy tries again', async () => {
  const variables = {hive_update_config: {monitor: '2s', failure_action: 'rollback'}}
  const service = makeService('careful', {...sleep, variables})
  expect((await deploy([service])).report.outcome).toBe('changed')
  const broken = {...service, command: ['sh', '-c', 'echo broken; exit 4']}
  const {report, events} = await deploy([broken])
  expect(outcomes(report)).toMatchInlineSnapshot(`
    [
      "careful | failed | Service careful: the update failed and was rolled back: what ran before runs again (task: non-zero exit (4)).",
    ]
  `)
  expect(linesOf(events, 'careful')).toEqual(['broken'])
  const [found] = await engine.docker.listServices()
  expect(found?.Spec?.TaskTemplate).toMatchObject({ContainerSpec: {Args: ['sleep', '3600']}})
  const again = await deploy([service])
  expect([again.report.changes, again.report.outcome]).toEqual([[], 'ok'])
  await removeAll()
})

test('an update that stops half way is tried again', async () => {
  const service = makeService('halting', {...sleep, variables: quick})
  await deploy([service])
  const broken = {...service, command: ['false']}
  expect(outcomes((await deploy([broken])).report)).toMatchInlineSnapshot(`
    [
      "halting | failed | Service halting: the update failed and stopped; tasks it had not come to run on as before (task: non-zero exit (1)).",
    ]
  `)
  const {report} = await deploy([broken], {}, {checkMode: true})
  expect(report.changes.map(({details}) => details)).toEqual([['update: stopped half way -> tried again']])
  expect((await deploy([service])).report.outcome).toBe('changed')
  await removeAll()
})

test('a plan tells everything and does nothing', async () => {
  const {report, events} = await deploy([makeService('web', sleep)], {}, {checkMode: true})
  expect(report).toMatchObject({outcome: 'would-change', changes: [{id: 'service:web', action: 'create'}]})
  expect(events.filter(({type}) => type === 'change')).toEqual([
    {type: 'change', change: report.changes[0], outcome: 'planned'},
  ])
  expect(await namesOfServices()).toEqual([])
})

test('a service that becomes global is made anew', async () => {
  await deploy([makeService('web', sleep)])
  const {report} = await deploy([makeService('web', {...sleep, mode: 'global'})])
  expect(report.changes).toMatchObject([{action: 'replace', details: ['replicas: 1 -> one on each node']}])
  expect(report.outcome).toBe('changed')
  await removeAll()
})

test('services the inventory lost are told of, and removed when asked', async () => {
  const [kept, lost] = [makeService('kept', sleep), makeService('lost', sleep)]
  await deploy([kept, lost])
  const {events} = await deploy([kept])
  expect(events).toContainEqual({
    type: 'warning',
    target: 'lost',
    text: 'Service lost runs, but the inventory has no such service. --prune removes it.',
  })
  expect(await namesOfServices()).toEqual(['kept', 'lost'])
  const {report} = await deploy([kept], {prune: true})
  expect(outcomes(report)).toEqual(['kept | ok', 'lost | changed'])
  expect(await namesOfServices()).toEqual(['kept'])
  await removeAll()
})

test('-l works on the named services only, and knows what was meant', async () => {
  const services = [makeService('web', sleep), makeService('database', sleep)]
  const {report} = await deploy(services, {limit: ['web']})
  expect(outcomes(report)).toEqual(['web | changed'])
  await expect(deploy(services, {limit: ['databse']})).rejects.toThrow(
    'Unknown service "databse" in this stage; did you mean database?',
  )
  await removeAll()
})

test('more tasks than hosts for one port are refused before anything is done', async () => {
  const ports = [{targetPort: 80, publishedPort: 8080, protocol: 'tcp', mode: 'host'}] as const
  const services = [makeService('fine', sleep), makeService('web', {...sleep, replicas: 2, ports})]
  await expect(deploy(services)).rejects.toThrow(
    /^Nothing was deployed\.\nService web: 2 replicas are wanted, but port 8080\/tcp/,
  )
  expect(await namesOfServices()).toEqual([])
})

test('a network that does not exist is refused before anything is done', async () => {
  await expect(deploy([makeService('web', {...sleep, networks: ['absent']})])).rejects.toThrow(
    'Nothing was deployed.\nService web: its network absent does not exist.',
  )
})

test('an image of the site is pulled with the login of its registry, by digest', async () => {
  const contextDirectory = await mkdtemp(join(tmpdir(), 'hive-context-'))
  await writeFile(join(contextDirectory, 'registry_password'), `${registryLogin.password}\n`)
  const service = makeService('own', {...sleep, image: {kind: 'built', image: 'image_own'}})
  const registry = {host: '127.0.0.1', port: 5001, user: registryLogin.user}
  const session = makeSession({...siteWith(service), contextDirectory, registry}, engine.connection)
  const report = await deployServices.run(session, noOptions)
  expect(outcomes(report)).toEqual(['own | changed'])
  expect(report.changes[0]?.details).toEqual([
    expect.stringMatching(/^image: 127\.0\.0\.1:5001\/image_own:latest@sha256:[0-9a-f]{64}$/),
  ])
  expect(JSON.stringify(session.events)).not.toContain(registryLogin.password)
  await removeAll()
  await rm(contextDirectory, {recursive: true})
})
