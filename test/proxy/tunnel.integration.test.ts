import {once} from 'node:events'
import {readFile, rm, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {execa, type ResultPromise} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildImages} from '../../src/phases/build-images.ts'
import {withRelays} from '../../src/proxy/tunnel/relay.ts'
import {command, packages} from '../../src/resource/index.ts'
import {defineHostRole, defineImageRole} from '../../src/role.ts'
import type {Session} from '../../src/session.ts'
import {setUpHost} from '../../src/setup/set-up-host.ts'
import {sh} from '../../src/shell/sh.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {type CutOff, cutOff} from '../support/cut-off.ts'
import {makeDebianArchive} from '../support/debian-archive.ts'
import {makeImage} from '../support/image.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {makeService} from '../support/service.ts'
import {hostAt, inHost, setUp} from '../support/set-up.ts'
import {readLog, squidConfig, squidDirectory} from '../support/squid.ts'
import {freePort} from '../support/sshd.ts'

const proxyPort = await freePort()
const options = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
let nodes: Nodes
let directory: string
let squid: ResultPromise | undefined
let files: Server
/** A place only squid knows the way to: its name is in squid's own hosts file. */
let place: string
let cut: CutOff | undefined

beforeAll(async () => {
  directory = await squidDirectory()
  await makeDebianArchive(join(directory, 'files'))
  await writeFile(join(directory, 'files/greeting'), 'fetched through the proxy\n')
  files = createServer(async (request, response) => {
    const content = await readFile(join(directory, 'files', request.url ?? '')).catch(() => undefined)
    response.writeHead(content === undefined ? 404 : 200).end(content)
  }).listen(0, '127.0.0.1')
  await once(files, 'listening')
  const address = files.address()
  place = `files.test:${typeof address === 'object' ? address?.port : ''}`
  await startSquid()
  nodes = await startNodes(1, {prefix: 'tunnel', settings: {http_proxy: `127.0.0.1:${proxyPort}`}})
  cut = await cutOff(String(nodes.site.definition.cidr))
})

afterAll(async () => {
  await cut?.end()
  await nodes?.stop()
  squid?.kill('SIGKILL')
  await squid
  files?.close()
  await rm(directory, {recursive: true, force: true})
})

async function startSquid(): Promise<void> {
  await writeFile(join(directory, 'hosts'), '127.0.0.1 files.test\n')
  const config = squidConfig(directory, '%Ss %rm %ru', [
    `http_port 127.0.0.1:${proxyPort}`,
    `hosts_file ${directory}/hosts`,
    'http_access allow all',
  ])
  await writeFile(join(directory, 'squid.conf'), config)
  squid = execa('squid', ['-N', '-f', join(directory, 'squid.conf')], {reject: false, cleanup: true, stdio: 'ignore'})
  for (
    let tries = 0;
    tries < 100 && (await fetch(`http://127.0.0.1:${proxyPort}/`).catch(() => undefined)) === undefined;
  ) {
    tries += 1
    await setTimeout(100)
  }
}

function makeSession(wish: Partial<Session> = {}): Session {
  return {
    site: nodes.site,
    extensions: {providers: new Map(), roles: [], imageRoles: new Map()},
    hosts: nodes.pool,
    report: () => undefined,
    signal: new AbortController().signal,
    checkMode: false,
    ...wish,
  }
}

test('a host without a way out installs packages through the proxy of the mother', async () => {
  const host = hostAt(nodes, 0)
  expect(await inHost(nodes, host, `curl -sS -m 5 http://${place}/greeting; echo $?`)).toMatch(/^curl: \((6|28)\)/)
  await inHost(
    nodes,
    host,
    `rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/*proxy* /var/lib/apt/lists/*
echo 'deb [trusted=yes] http://${place} ./' >/etc/apt/sources.list`,
  )
  const role = defineHostRole({name: 'probe', group: 'servers', resources: () => [packages(['hive-probe'])]})
  const {outcome} = await setUpHost(makeSession(), host, [role])
  expect([outcome.outcome, outcome.message]).toEqual(['changed', undefined])
  expect(await readLog(directory)).toContain(`TCP_MISS GET http://${place}/./probe.deb`)
})

test('a host with a proxy of its own keeps it', async () => {
  const host = hostAt(nodes, 0)
  await inHost(
    nodes,
    host,
    'cp /etc/environment /etc/environment.kept; echo http_proxy=http://own.test:1 >>/etc/environment',
  )
  await nodes.pool.reset(host)
  const own = command('sees it', {
    check: sh`[ "$http_proxy" = http://own.test:1 ]`,
    apply: sh`echo "$http_proxy" >&2; false`,
  })
  const role = defineHostRole({name: 'own', group: 'servers', resources: () => [own]})
  const {outcome} = await setUpHost(makeSession(), host, [role])
  await inHost(nodes, host, 'mv /etc/environment.kept /etc/environment')
  await nodes.pool.reset(host)
  expect([outcome.outcome, outcome.message]).toEqual(['ok', undefined])
})

test('an image is built through the proxy, which the image does not keep', async () => {
  // What a build needs; an engine that is in a swarm takes long to restart.
  const {report} = await setUp(nodes, {tags: ['tls-certificate', 'hostsfile', 'docker', 'registry']})
  expect(report.targets.map(({message}) => message).filter(Boolean)).toEqual([])
  const docker = await nodes.pool.engine(hostAt(nodes, 0))
  await importBusybox(docker, 'hive-tunnel')
  const fetching = command('the greeting is there', {
    check: sh`[ -e /greeting ]`,
    apply: sh`wget -q -O /greeting ${`http://${place}/greeting`}`,
  })
  const role = defineImageRole({name: 'fetching', resources: () => [fetching]})
  const service = makeService('web', {image: {kind: 'built', image: 'image_web'}})
  const image = makeImage('web', {from: 'hive-tunnel:1', roles: ['fetching']})
  const session = makeSession({
    site: {...nodes.site, services: [service], images: [image]},
    extensions: {providers: new Map(), roles: [], imageRoles: new Map([['fetching', role]])},
  })
  const {targets} = await buildImages.run(session, options)
  expect(targets.map(({outcome, message}) => [outcome, message])).toEqual([['changed', expect.anything()]])
  expect(await readLog(directory)).toContain(`TCP_MISS GET http://${place}/greeting`)
  const images = await docker.listImages()
  const configs = await Promise.all(images.map(({Id}) => docker.getImage(Id).inspect()))
  expect(JSON.stringify(configs)).not.toMatch(/proxy/i)
})

test('the relay for containers ends by itself when the mother is gone', async () => {
  const host = hostAt(nodes, 0)
  // Not over the connection, which would come back for it.
  const units = async () => {
    const list = "systemctl list-units --all --no-legend --plain 'hive-proxy*' | cut -d' ' -f1"
    return (await execa('docker', ['exec', host.name, 'sh', '-c', list])).stdout
  }
  await withRelays(makeSession(), [host], async () => {
    expect(await units()).toMatch(/^hive-proxy-watch\.service\n.*hive-proxy\.socket$/s)
    await nodes.pool.reset(host)
    await expect.poll(units, {timeout: 60_000}).toBe('')
  })
})

test('nothing on the host points at the proxy afterwards', async () => {
  const traces = await inHost(
    nodes,
    hostAt(nodes, 0),
    `grep -rIl '127\\.0\\.0\\.1:3128\\|http_proxy=http' /etc /run/systemd /root/.docker /home 2>/dev/null
systemctl list-units --all --no-legend 'hive-proxy*'
tr '\\0' '\\n' </proc/$(pidof dockerd)/environ | grep -i proxy`,
  )
  expect(traces).toBe('')
})
