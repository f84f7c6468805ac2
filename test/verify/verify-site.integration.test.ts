import {mkdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {registryAuth} from '../../src/docker/registry-auth.ts'
import {siteLogins} from '../../src/docker/site-logins.ts'
import {buildNetworks} from '../../src/phases/build-networks.ts'
import {buildVolumes} from '../../src/phases/build-volumes.ts'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {Image, Service, Site, Volume} from '../../src/site/site.ts'
import {verifySite} from '../../src/verify/verify-site.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {countingPool} from '../support/counting-pool.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {makeService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {hostAt, setUp} from '../support/set-up.ts'
import {makeObject} from '../support/site.ts'

const noOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const page = 'mkdir /www; echo "Hello from hive" >/www/index.html; touch /tmp/well; exec httpd -f -p 80 -h /www'

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(3, {prefix: 'verify'})
  await setUp(nodes)
  await Promise.all([0, 1].map(async index => importBusybox(await nodes.pool.engine(hostAt(nodes, index)), 'box')))
  await pushImage()
  const session = await sessionOf()
  for (const phase of [buildVolumes, buildNetworks, deployServices]) await phase.run(session, noOptions)
})

afterAll(() => nodes?.stop())

test('a site that is as its inventory says passes every check, probes and programs of the project too', async () => {
  await writeTests({
    'site.yml': `probes:
  - name: the page greets
    http: {service: web, contains: Hello from hive}
  - name: the engine runs
    command: {run: systemctl is-active docker, hosts: servers, contains: active}
  - name: the registry's users are a secret
    file: {path: /etc/shadow, mode: "640", owner: root}
  - name: nobody speaks telnet
    tcp: {host: p-hive0, port: 23, open: false}
`,
    smoke: '#!/bin/sh\ntest "$HIVE_STAGE" = private && ssh -F "$HIVE_SSH_CONFIG" "p-hive0.$HIVE_SITE" true\n',
  })
  const report = await verifySite(await sessionOf(), 60)
  expect(report.checks.filter(({outcome}) => outcome === 'failed')).toEqual([])
  expect(report.checks.map(({group, title}) => `${group} | ${titleOf(title)}`)).toMatchInlineSnapshot(`
    [
      "hosts | p-hive0 is a ready node of the swarm",
      "hosts | p-hive1 is a ready node of the swarm",
      "hosts | p-hive2 can be logged in to",
      "registry | p-hive0 logs in to the registry and can pull from it",
      "registry | p-hive1 logs in to the registry and can pull from it",
      "networks | Network inside is there",
      "volumes | Volume data is on every hive host",
      "services | Service web has converged",
      "health | Every task of service web is healthy",
      "ports | Service web answers on port 8080/tcp",
      "ports | p-hive0 answers on no port the inventory does not publish",
      "ports | p-hive1 answers on no port the inventory does not publish",
      "tests/site.yml | the page greets",
      "tests/site.yml | the engine runs (p-hive0)",
      "tests/site.yml | the engine runs (p-hive1)",
      "tests/site.yml | the engine runs (p-hive2)",
      "tests/site.yml | the registry's users are a secret (p-hive0)",
      "tests/site.yml | the registry's users are a secret (p-hive1)",
      "tests/site.yml | nobody speaks telnet",
      "tests | tests/smoke exits with status 0",
    ]
  `)
})

test('a service that is broken, one that is missing and one that nobody asked for are told by their lines', async () => {
  await writeTests({smoke: '#!/bin/sh\necho "the password is open sesame"; echo the shop is closed >&2; exit 3\n'})
  const wrong = web({command: ['sh', '-c', 'touch /tmp/well; exec sleep 3600']})
  const stray = box('stray', {
    command: ['sh', '-c', 'mkdir /www; exec httpd -f -p 80 -h /www'],
    ports: [{targetPort: 80, publishedPort: 8099, protocol: 'tcp'}],
    placement: {constraints: ['node.hostname == p-hive0'], preferences: []},
  })
  await deployServices.run(await sessionOf([wrong, stray]), noOptions)
  const report = await verifySite(await sessionOf([web(), box('late', {position: position(9)})]), 0)
  const failures = report.checks.flatMap(({outcome, title, where = '-', message = ''}) =>
    outcome === 'failed' ? [[titleOf(title), where, ...message.split('\n').map(titleOf)].join(' | ')] : [],
  )
  expect(failures.toSorted()).toMatchInlineSnapshot(`
    [
      "Service late has converged | inventory/services.yml:9 | Service late is not deployed. "hive deploy-services" does it.",
      "Service web answers on port 8080/tcp | inventory/services.yml:3 | p-hive0 refuses the connection on port 8080/tcp. | p-hive1 refuses the connection on port 8080/tcp.",
      "p-hive0 answers on no port the inventory does not publish | - | p-hive0 answers on port 8099/tcp, which service stray opened.",
      "tests/smoke exits with status 0 | tests/smoke | tests/smoke exited with status 3. | the password is *** | the shop is closed",
    ]
  `)
})

test('what does not hold yet is tried again until it does', async () => {
  await writeTests({})
  const [report] = await Promise.all([
    verifySite(await sessionOf(), 120),
    deployServices.run(await sessionOf(), {...noOptions, prune: true}),
  ])
  expect(report.checks.filter(({outcome}) => outcome === 'failed')).toEqual([])
})

test('five hundred checks are one program on each host', async () => {
  const probes = Array.from(
    {length: 170},
    (_, index) => `  - {name: probe ${index}, command: {run: "test -e /etc/passwd", hosts: servers}}`,
  )
  await writeTests({'many.yml': `probes:\n${probes.join('\n')}\n`})
  const execs = new Map<string, number>()
  const session = await sessionOf()
  const report = await verifySite({...session, hosts: countingPool(session.hosts, execs)}, 0)
  expect(report.failed).toBe(0)
  expect(report.passed).toBeGreaterThan(500)
  expect([...execs.values()]).toEqual([1, 1, 1])
})

async function sessionOf(services: readonly Service[] = [web()]) {
  const volume: Volume = {...makeObject('volume_data', []), source: 'data', kind: 'driver', driverOptions: {}}
  const networks = [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}]
  const site: Site = {...nodes.site, services, networks, volumes: [volume], images: [image]}
  return makeSession(site, await nodes.pool.connect(hostAt(nodes, 0)), {hosts: nodes.pool})
}

const image: Image = {
  ...makeObject('image_web', ['images']),
  service: 'web',
  from: 'box:1',
  roles: [],
  standalone: false,
  env: {},
  privileged: false,
  expose: [],
}

function box(name: string, wish: Partial<Omit<Service, 'variables'>> = {}): Service {
  return makeService(name, {
    image: {kind: 'pulled', tag: 'box:1'},
    stopGracePeriod: '1s',
    networks: ['inside'],
    ...wish,
  })
}

function web(wish: Partial<Omit<Service, 'variables'>> = {}): Service {
  return box('web', {
    position: position(3),
    command: ['sh', '-c', page],
    replicas: 2,
    environment: {SHOP_PASSWORD: 'open sesame'},
    ports: [{targetPort: 80, publishedPort: 8080, protocol: 'tcp'}],
    healthcheck: {test: ['CMD', 'test', '-e', '/tmp/well'], interval: '1s'},
    ...wish,
  })
}

function position(line: number) {
  return {file: 'inventory/services.yml', line, column: 3}
}

/** The site's random name is left out. */
function titleOf(text: string): string {
  return text.replaceAll(`.${nodes.site.name}`, '')
}

async function writeTests(files: Readonly<Record<string, string>>): Promise<void> {
  const directory = join(nodes.site.rootDirectory, 'tests')
  await rm(directory, {recursive: true, force: true})
  await mkdir(directory)
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text, {mode: 0o755})
}

async function pushImage(): Promise<void> {
  const docker = await nodes.pool.engine(hostAt(nodes, 0))
  const [login] = await siteLogins(nodes.site)
  const {host, port} = nodes.site.registry
  const repo = `${host}:${port}/image_web`
  await docker.getImage('box:1').tag({repo, tag: 'latest'})
  const progress = await docker.getImage(`${repo}:latest`).push({authconfig: login && registryAuth(login)})
  const {promise, resolve, reject} = Promise.withResolvers<void>()
  docker.modem.followProgress(progress, error => (error ? reject(error) : resolve()))
  await promise
}
