import {rm} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {execa} from 'execa'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {initializeServices} from '../../src/phases/initialize-services.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import type {Session} from '../../src/session.ts'
import type {Site} from '../../src/site/site.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {type PrivateEngine, startPrivateEngine} from '../support/private-engine.ts'
import {makeProject} from '../support/project.ts'
import {makeService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeSite} from '../support/site.ts'

const options: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

/** A role that does one thing: `apply` unless `check` holds. */
function role(check: string, apply: string): string {
  return `
import {command, defineImageRole, raw} from '@hive-ci/cli'
export default defineImageRole({
  name: 'fill',
  resources: () => [command('filled', {check: raw(${JSON.stringify(check)}), apply: raw(${JSON.stringify(apply)})})],
})`
}

const files = {
  'roles/fill/role.ts': role('test -e /tmp/filled', 'echo "$KEY" >/tmp/filled'),
  'roles/stubborn/role.ts': role(
    'test -e /data/filled',
    'if [ -e /data/seen ]; then touch /data/filled; else touch /data/seen; kill -TERM 1; sleep 20; fi',
  ),
  'roles/broken/role.ts': role('false', 'echo not today; exit 7'),
}

let engine: PrivateEngine
let root: string

beforeAll(async () => {
  engine = await startPrivateEngine()
  await importBusybox(engine.docker, 'initbox')
  root = await makeProject(files)
})

afterAll(async () => {
  await engine.stop()
  await rm(root, {recursive: true, force: true})
})

afterEach(async () => {
  for (const {ID} of await engine.docker.listServices()) await engine.docker.getService(ID).remove()
})

interface Deployed {
  readonly command?: readonly string[]
  readonly health?: string
}

/** A service whose container ends when it is asked to. */
async function deploy(name: string, {command, health}: Deployed = {}): Promise<void> {
  await engine.docker.createService({
    Name: name,
    TaskTemplate: {
      ContainerSpec: {
        Image: 'initbox:1',
        Command: [...(command ?? ['sh', '-c', "trap 'exit 1' TERM; while :; do sleep 0.2; done"])],
        Env: ['KEY=from the service'],
        Mounts: [{Type: 'volume', Source: `${name}_data`, Target: '/data'}],
        ...(health && {HealthCheck: {Test: ['CMD-SHELL', health], Interval: 500_000_000, Retries: 100}}),
      },
      RestartPolicy: {Condition: 'any', Delay: 200_000_000},
    },
    EndpointSpec: {Mode: 'dnsrr'},
  })
}

function siteWith(roles: Readonly<Record<string, readonly string[]>>): Site {
  const site = makeSite({hosts: 1, rootDirectory: root})
  const services = Object.entries(roles).map(([name, initializeRoles]) => makeService(name, {initializeRoles}))
  return {...site, services, hosts: site.hosts.map(host => ({...host, shortName: hostname()}))}
}

async function initialize(
  roles: Readonly<Record<string, readonly string[]>>,
  wish: Partial<Session> = {},
): Promise<{report: PhaseReport; events: readonly RunEvent[]}> {
  const session = makeSession(siteWith(roles), engine.connection, wish)
  const report = await initializeServices.run(session, options)
  return {report, events: session.events}
}

function targetsOf({targets}: PhaseReport): readonly unknown[] {
  return targets.map(({target, outcome, ok, changed, message}) => [target, outcome, ok, changed, message])
}

async function inContainer(service: string, ...command: string[]): Promise<string> {
  const containers = await engine.docker.listContainers({
    filters: {label: [`com.docker.swarm.service.name=${service}`]},
  })
  const id = containers[0]?.Id ?? ''
  const exec = await engine.docker.getContainer(id).exec({Cmd: command, AttachStdout: true})
  const stream = await exec.start({})
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).subarray(8).toString('utf8').trim()
}

describe('initialize-services', () => {
  it('applies roles in a running task, tells what it would do, and changes nothing the second time', async () => {
    await deploy('db')
    const looked = await initialize({db: ['fill'], web: []}, {checkMode: true})
    expect(targetsOf(looked.report)).toEqual([['db', 'would-change', 0, 1, undefined]])
    expect(looked.report.changes.map(({id}) => id)).toEqual(['command:filled'])

    const first = await initialize({db: ['fill'], web: []})
    expect(targetsOf(first.report)).toEqual([['db', 'changed', 0, 1, undefined]])
    expect(await inContainer('db', 'cat', '/tmp/filled')).toBe('from the service')

    const second = await initialize({db: ['fill'], web: []})
    expect(targetsOf(second.report)).toEqual([['db', 'ok', 1, 0, undefined]])
    expect(second.report.changes).toEqual([])
  })

  it('waits until the task is healthy', async () => {
    await deploy('db', {health: 'test -e /data/ready'})
    const running = initialize({db: ['fill']})
    await setTimeout(1500)
    const volume = await engine.docker.getVolume('db_data').inspect()
    await execa('test', ['!', '-e', join(volume.Mountpoint, 'filled')])
    await execa('touch', [join(volume.Mountpoint, 'ready')])
    expect(targetsOf((await running).report)).toEqual([['db', 'changed', 0, 1, undefined]])
  })

  it('goes on in the next container when the one it worked in was replaced', async () => {
    await deploy('flaky')
    const {report, events} = await initialize({flaky: ['stubborn']})
    expect(targetsOf(report)).toEqual([['flaky', 'changed', 0, 1, undefined]])
    expect(events.flatMap(event => (event.type === 'warning' ? [event.text] : []))).toEqual([
      expect.stringMatching(/^Its container on .* ended while roles were applied; they are applied to the next one\.$/),
    ])
  })

  it('says why a role failed, and goes on with the other services', async () => {
    await deploy('db')
    await deploy('web')
    const {report} = await initialize({db: ['broken'], web: ['fill']})
    expect(targetsOf(report)).toEqual([
      ['db', 'failed', 0, 0, 'Service db: Role broken failed on db at command:filled (exit 7): not today'],
      ['web', 'changed', 0, 1, undefined],
    ])
  })

  it('shows the log of a service that does not stay up', async () => {
    await deploy('crash', {command: ['sh', '-c', 'echo cannot find my disk; exit 3']})
    const {report} = await initialize({crash: ['fill']})
    const [, outcome, , , message] = targetsOf(report)[0] as readonly unknown[]
    expect([outcome, message]).toEqual([
      'failed',
      expect.stringMatching(
        /^Service crash: Service crash has no running task: its tasks fail again and again; the last one: .*\(3\).* The last lines of its log:\ncannot find my disk/s,
      ),
    ])
  })

  it('says that a service is not deployed', async () => {
    const {report} = await initialize({gone: ['fill']})
    expect(targetsOf(report)).toEqual([
      [
        'gone',
        'failed',
        0,
        0,
        'Service gone: Service gone is not deployed, so nothing can be done in it. Run "hive deploy-services" first.',
      ],
    ])
  })
})
