import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildVolumes} from '../../src/phases/build-volumes.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {Volume} from '../../src/site/site.ts'
import {type PrivateEngine, startPrivateEngine} from '../support/private-engine.ts'
import {makeService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeObject, makeSite} from '../support/site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

let engine: PrivateEngine

beforeAll(async () => {
  engine = await startPrivateEngine()
})

afterAll(() => engine.stop())

function volume(source: string, wish: Partial<Volume> = {}): Volume {
  return {
    ...makeObject(`volume_${source}`, ['volumes']),
    source,
    kind: 'driver',
    driver: 'local',
    driverOptions: {},
    ...wish,
  }
}

const scratch = volume('scratch', {driverOptions: {type: 'tmpfs', device: 'tmpfs', o: 'size=1m'}})
const plain = volume('plain')
const replicated = volume('replicated', {kind: 'drbd', drbd: {deviceId: 1, diskless: []}})

async function build(volumes: Volume[], options: Partial<PhaseOptions> = {}, checkMode = false) {
  const services = [makeService('web', {mounts: [{source: 'plain', target: '/data', type: 'volume', readonly: false}]})]
  const session = makeSession({...makeSite({hosts: 1}), volumes, services}, engine.connection, {checkMode})
  const report = await buildVolumes.run(session, {...noOptions, ...options})
  const targets = report.targets.map(({target, outcome, message}) =>
    [target, outcome, message].filter(Boolean).join(' | '),
  )
  return {report, targets, events: session.events}
}

async function present(): Promise<readonly string[]> {
  const {Volumes} = await engine.docker.listVolumes()
  return Volumes.map(({Name}) => Name).toSorted()
}

test('a plan makes nothing', async () => {
  expect((await build([scratch], {}, true)).targets).toEqual(['scratch | would-change'])
  expect(await present()).toEqual([])
})

test('volumes are made once, replicated ones on one node with a warning', async () => {
  const {targets, events} = await build([scratch, plain, replicated])
  expect(targets).toEqual(['scratch | changed', 'plain | changed', 'replicated | changed'])
  expect(events.filter(({type}) => type === 'warning')).toEqual([
    {
      type: 'warning',
      text:
        'Volume replicated is to be replicated, but the hive hosts have no DRBD: it is a local volume of p-hive0, and services ' +
        'that mount it run there only.',
    },
  ])
  expect(await present()).toEqual(['plain', 'replicated', 'scratch'])
  expect((await build([scratch, plain, replicated])).report.changes).toEqual([])
})

test('a volume that was made differently is left as it is', async () => {
  const {targets} = await build([volume('scratch', {driverOptions: {type: 'tmpfs', device: 'tmpfs', o: 'size=2m'}})])
  expect(targets).toEqual([
    'scratch | failed | Volume scratch on p-hive0.example was left as it is: it was made differently (driver_opts: o differ) ' +
      'and Docker cannot change a volume. Save what is in it, remove it with "hive build-volumes -D -l scratch", then run ' +
      '"hive build-volumes" again.',
  ])
})

test('-l limits to volumes and -x to hosts, both known by name', async () => {
  await expect(build([scratch], {limit: ['scrach']})).rejects.toThrow(
    'Unknown volume "scrach" in this stage; did you mean scratch?',
  )
  await expect(build([scratch], {limitServer: ['p-hive9.example']})).rejects.toThrow(
    'Unknown hive host "p-hive9.example" in this stage; did you mean p-hive0.example?',
  )
})

test('-D removes volumes, but none that is in use', async () => {
  const container = await engine.docker.createContainer({
    Image: 'box:1',
    Cmd: ['true'],
    HostConfig: {Binds: ['plain:/data']},
  })
  expect((await build([scratch, plain, replicated], {destroy: true})).targets).toEqual([
    'scratch | changed',
    'plain | failed | Volume plain was left as it is: containers still use it. Run "hive deploy-services -D -l web" first.',
    'replicated | changed',
  ])
  await container.remove()
  expect((await build([plain], {destroy: true, limit: ['plain']})).targets).toEqual(['plain | changed'])
  expect((await build([plain], {destroy: true})).targets).toEqual(['plain | ok'])
  expect(await present()).toEqual([])
})
