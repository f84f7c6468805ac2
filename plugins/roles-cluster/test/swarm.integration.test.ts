import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Host, Session, Site} from '../../../src/index.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {swarm} from '../src/swarm.ts'

describe('three hives', () => {
  let nodes: Nodes

  beforeAll(async () => {
    nodes = await startNodes(4, {prefix: 'swarm'})
    await enginesAnswer(nodes)
  })

  afterAll(() => nodes?.stop())

  test('become a swarm of managers, labelled with their groups', async () => {
    expect(await apply(nodes, nodes.site)).toEqual(['create swarm', 'create node:p-hive1', 'create node:p-hive2'])
    const labels = {hives: 'true', hosts: 'true', servers: 'true', 'hive.groups': 'hives,hosts,servers'}
    expect(await entries(nodes)).toEqual(
      ['p-hive0', 'p-hive1', 'p-hive2'].map(name => ({name, state: 'ready', role: 'manager', labels})),
    )
  })

  test('are left alone when nothing changed', async () => {
    expect(await apply(nodes, nodes.site)).toEqual([])
  })

  test('follow their groups and leave labels of others alone', async () => {
    await label(nodes, 'p-hive1', {VIP: 'true'})
    const site = withHost(nodes.site, 'p-hive1', host => ({...host, groups: ['hives', 'servers', 'web']}))
    expect(await apply(nodes, site)).toEqual(['update node:p-hive1'])
    const [, second] = await entries(nodes)
    expect(second?.labels).toEqual({
      VIP: 'true',
      'hive.groups': 'hives,servers,web',
      hives: 'true',
      servers: 'true',
      web: 'true',
    })
    expect(await apply(nodes, site)).toEqual([])
    expect(await apply(nodes, nodes.site)).toEqual(['update node:p-hive1'])
  })

  test('take a host back that was made anew, and forget its former entry', async () => {
    await (await nodes.pool.engine(hostNamed(nodes.site, 'p-hive2'))).swarmLeave({force: true})
    expect(await apply(nodes, nodes.site)).toEqual(['remove node:p-hive2', 'create node:p-hive2'])
    expect((await entries(nodes)).map(entry => [entry.name, entry.state])).toEqual([
      ['p-hive0', 'ready'],
      ['p-hive1', 'ready'],
      ['p-hive2', 'ready'],
    ])
    expect(await apply(nodes, nodes.site)).toEqual([])
  })

  test('are made a swarm again from where an interrupted run left them', async () => {
    await Promise.all(hives(nodes.site).map(async host => (await nodes.pool.engine(host)).swarmLeave({force: true})))
    const [first] = await plan(nodes, nodes.site)
    await first?.apply()
    expect(await apply(nodes, nodes.site)).toEqual(['create node:p-hive1', 'create node:p-hive2'])
  })

  test('become workers when the inventory says so', async () => {
    const hosts = nodes.site.hosts.map(host => withVariable(host, 'hive_swarm_mode', 'worker'))
    expect(await apply(nodes, {...nodes.site, hosts})).toEqual(['update node:p-hive1', 'update node:p-hive2'])
    expect((await entries(nodes)).map(entry => entry.role)).toEqual(['manager', 'worker', 'worker'])
    expect(await apply(nodes, {...nodes.site, hosts})).toEqual([])
  })

  test('tell of a node that is not in the inventory, and forget it once it is down', async () => {
    const workers = nodes.site.hosts.map(host => withVariable(host, 'hive_swarm_mode', 'worker'))
    const site = {...nodes.site, hosts: workers.filter(host => host.shortName !== 'p-hive2')}
    const warnings: string[] = []
    expect(await plan(nodes, site, warnings)).toEqual([])
    expect(warnings).toEqual([
      'The swarm has a worker "p-hive2" (ready) that is not in the inventory. It is left alone; run "docker swarm leave" on it to let it go.',
    ])
    await (await nodes.pool.engine(hostNamed(nodes.site, 'p-hive2'))).swarmLeave({force: true})
    await becomesDown(nodes, 'p-hive2')
    expect(await apply(nodes, site)).toEqual(['remove node:p-hive2'])
    expect((await entries(nodes)).map(entry => entry.name)).toEqual(['p-hive0', 'p-hive1'])
  })

  test('are not joined while there are two swarms', async () => {
    await (await nodes.pool.engine(hostNamed(nodes.site, 'p-hive2'))).swarmInit({
      ListenAddr: '0.0.0.0:2377',
      AdvertiseAddr: hostNamed(nodes.site, 'p-hive2').address,
    })
    const [name0, , name2] = nodes.site.hosts.map(host => host.name)
    await expect(plan(nodes, nodes.site)).rejects.toThrow(
      `The hives belong to two swarms: ${name0} manages one, ${name2} another.`,
    )
  })
})

test('internal_cidr tells the networks of the swarm where to be, and an interrupted run catches up', async () => {
  const nodes = await startNodes(2, {prefix: 'ranges', hostVariables: {hive_internal_cidr: '172.30.0.0/22'}})
  try {
    await enginesAnswer(nodes)
    const planned = await plan(nodes, nodes.site)
    expect(planned.map(title)).toEqual([
      'create network:docker_gwbridge',
      'create swarm',
      'create network:apiarist-ingress',
    ])
    for (const change of planned.slice(0, 2)) await change.apply()
    expect(await apply(nodes, nodes.site)).toEqual(['replace network:apiarist-ingress'])
    expect(await apply(nodes, nodes.site)).toEqual([])
    const networks = await (await nodes.pool.engine(hostNamed(nodes.site, 'p-hive0'))).listNetworks()
    const subnets = networks.map(network => [network.Name, network.IPAM?.Config?.[0]?.Subnet])
    expect(Object.fromEntries(subnets)).toMatchObject({
      docker_gwbridge: '172.30.2.0/25',
      'apiarist-ingress': '172.30.1.0/24',
    })
  } finally {
    await nodes.stop()
  }
})

async function plan({pool}: Nodes, site: Site, warnings: string[] = []) {
  const session: Session = {
    site,
    extensions: {providers: new Map(), roles: [], imageRoles: new Map()},
    hosts: pool,
    report: event => {
      if (event.type === 'warning') warnings.push(event.text)
    },
    signal: new AbortController().signal,
    checkMode: false,
  }
  return swarm.plan(session, hives(site))
}

async function apply(nodes: Nodes, site: Site): Promise<string[]> {
  const planned = await plan(nodes, site)
  for (const change of planned) await change.apply()
  return planned.map(title)
}

function title({action, id}: {readonly action: string; readonly id: string}): string {
  return `${action} ${id}`
}

async function entries({site, pool}: Nodes) {
  const found = await (await pool.engine(hostNamed(site, 'p-hive0'))).listNodes()
  return found
    .map(({Description, Status, Spec}) => ({
      name: Description.Hostname,
      state: Status.State,
      role: Spec.Role,
      labels: Spec.Labels,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

async function label({site, pool}: Nodes, name: string, labels: Readonly<Record<string, string>>): Promise<void> {
  const engine = await pool.engine(hostNamed(site, 'p-hive0'))
  const node = (await engine.listNodes()).find(({Description}) => Description.Hostname === name)
  await engine.getNode(node?.ID ?? '').update({
    _query: {version: node?.Version?.Index},
    _body: {...node?.Spec, Labels: {...node?.Spec?.Labels, ...labels}},
  })
}

async function becomesDown(nodes: Nodes, name: string): Promise<void> {
  await until(async () => (await entries(nodes)).some(entry => entry.name === name && entry.state === 'down'))
}

async function enginesAnswer({site, pool}: Nodes): Promise<void> {
  for (const host of site.hosts) {
    const engine = await pool.engine(host)
    await until(() =>
      engine.ping().then(
        () => true,
        () => false,
      ),
    )
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 60 && !(await holds()); waited += 0.2) await sleep(200)
}

function hives({hosts}: Site): readonly Host[] {
  return hosts.filter(host => host.isHive)
}

function hostNamed({hosts}: Site, shortName: string): Host {
  const host = hosts.find(candidate => candidate.shortName === shortName)
  if (host === undefined) throw new Error(`no host ${shortName}`)
  return host
}

function withHost(site: Site, shortName: string, change: (host: Host) => Host): Site {
  return {...site, hosts: site.hosts.map(host => (host.shortName === shortName ? change(host) : host))}
}

function withVariable(host: Host, name: string, value: unknown): Host {
  const {variables} = host
  return {...host, variables: {...variables, get: asked => (asked === name ? value : variables.get(asked))}}
}
