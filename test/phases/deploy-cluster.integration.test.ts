import {Readable} from 'node:stream'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildNetworks} from '../../src/phases/build-networks.ts'
import {buildVolumes} from '../../src/phases/build-volumes.ts'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {Phase, PhaseOptions} from '../../src/phases/phase.ts'
import type {Service, Volume} from '../../src/site/site.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {makeService, type ServiceWish} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeObject} from '../support/site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

const boxScript = `
cd "$(mktemp -d)"
mkdir -p bin tmp etc
cp /bin/busybox bin
for name in sh sleep echo cat; do ln -s busybox "bin/$name"; done
tar -c .
`

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(4, {prefix: 'deploy'})
  const {stdout} = await execa('sh', ['-ec', boxScript], {encoding: 'buffer'})
  const hives = nodes.site.hosts.filter(host => host.isHive)
  const engines = await Promise.all(hives.map(host => nodes.pool.engine(host)))
  await Promise.all(engines.map(engine => engine.importImage(Readable.from([stdout]), {repo: 'box', tag: '1'})))
  const [first, ...others] = hives.map((host, index) => ({host, engine: engines[index]}))
  const address = first?.host.address ?? ''
  await first?.engine?.swarmInit({ListenAddr: '0.0.0.0:2377', AdvertiseAddr: address})
  const swarm = await first?.engine?.swarmInspect()
  for (const {host, engine} of others) {
    await engine?.swarmJoin({
      ListenAddr: '0.0.0.0:2377',
      AdvertiseAddr: host.address,
      RemoteAddrs: [`${address}:2377`],
      JoinToken: swarm?.JoinTokens?.Manager,
    })
  }
})

afterAll(() => nodes.stop())

const data: Volume = {
  ...makeObject('volume_data', ['drbd_volumes']),
  source: 'data',
  kind: 'drbd',
  driverOptions: {},
  drbd: {deviceId: 1, diskless: []},
}

function box(name: string, wish: ServiceWish = {}): Service {
  return makeService(name, {
    image: {kind: 'pulled', tag: 'box:1'},
    command: ['sleep', '3600'],
    stopGracePeriod: '1s',
    ...wish,
  })
}

async function run(phase: Phase, services: Service[], options: Partial<PhaseOptions> = {}) {
  const networks = [{...makeObject('hive_default_network', ['networks']), driverOptions: {}, attachable: true}]
  const site = {...nodes.site, services, networks, volumes: [data]}
  const [first] = site.hosts
  if (!first) throw new Error('no host')
  const session = makeSession(site, await nodes.pool.connect(first), {hosts: nodes.pool})
  const report = await phase.run(session, {...noOptions, ...options})
  const targets = report.targets.map(({target, outcome, message}) =>
    [target, outcome, message].filter(Boolean).join(' | '),
  )
  return {report, targets, events: session.events}
}

test('services spread over the hosts, data stays on its node, and nothing is done twice', async () => {
  const mounts = [{source: 'data', target: '/data', type: 'volume', readonly: false}] as const
  const ports = [{targetPort: 80, publishedPort: 8080, protocol: 'tcp'}] as const
  const services = [box('web', {replicas: 3, ports}), box('database', {mounts}), box('agent', {mode: 'global'})]
  expect((await run(buildVolumes, services)).targets).toEqual(['data | changed'])
  expect((await run(buildNetworks, services)).targets).toEqual(['hive_default_network | changed'])
  expect((await run(deployServices, services)).targets).toEqual([
    'web | changed',
    'database | changed',
    'agent | changed',
  ])
  for (const phase of [buildVolumes, buildNetworks, deployServices]) {
    expect((await run(phase, services)).report.changes).toEqual([])
  }
})

test('the last lines of a task that failed on another host are shown', async () => {
  const placement = {constraints: ['node.hostname == p-hive2'], preferences: []}
  const restart = {condition: 'none'} as const
  const {targets, events} = await run(deployServices, [
    box('job', {command: ['sh', '-c', 'echo far away; exit 1'], placement, restart}),
  ])
  expect(targets).toEqual([
    'job | failed | Service job: it ended badly and is not started again: task: non-zero exit (1).',
  ])
  expect(events).toContainEqual({type: 'output', target: 'job', line: 'far away'})
})

test('another manager is used when the first hive host does not answer', async () => {
  const [first] = nodes.site.hosts
  if (!first) throw new Error('no host')
  const connection = await nodes.pool.connect(first)
  await connection.exec('sudo systemctl stop docker.socket docker')
  const {report, events} = await run(deployServices, [box('agent', {mode: 'global'})], {limit: ['agent']})
  expect(report.outcome).toBe('ok')
  expect(events[0]).toMatchObject({
    type: 'warning',
    target: first.name,
    text: expect.stringMatching(/^Not used as swarm manager: /),
  })
})
