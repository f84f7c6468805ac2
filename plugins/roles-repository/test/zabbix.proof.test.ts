import {readFile} from 'node:fs/promises'
import {connect} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {z} from 'zod'
import type {Site} from '../../../src/site/site.ts'
import {verifySite} from '../../../src/verify/verify-site.ts'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {makeSession, type TestSession} from '../../../test/support/session.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'
import {drill} from '../src/backup/drill.ts'
import {listBackups} from '../src/backup/list.ts'
import {work} from '../src/backup/work.ts'
import repositoryRoles from '../src/index.ts'
import {openZabbix} from '../src/zabbix/api.ts'
import {login} from '../src/zabbix/login.ts'
import {adminPassword} from '../src/zabbix/passwords.ts'
import {ensureZabbixImage} from './zabbix-image.ts'

let nodes: Nodes

const hive = () => hostAt(nodes, 0)
const repository = () => hostAt(nodes, -1)
const onRepository = (script: string) => inHost(nodes, repository(), script)

beforeAll(async () => {
  const hive_vm_image_name = await ensureZabbixImage()
  nodes = await startNodes(2, {prefix: 'zabbix', hostVariables: {hive_vm_image_name, hive_zabbix: true}})
  const {report} = await setUp(nodes)
  expect(report.targets.map(({target, outcome, message}) => [target, outcome, message])).toEqual([
    [nodes.site.mother.name, 'changed', undefined],
    [hive().name, 'changed', undefined],
    [repository().name, 'changed', undefined],
    ['swarm', 'changed', undefined],
    ['zabbix', 'changed', undefined],
  ])
})

afterAll(() => nodes?.stop())

/** Asks Zabbix what a person could read there. */
async function ask<Answer>(schema: z.ZodType<Answer>, method: string, parameters: unknown): Promise<Answer> {
  const api = await openZabbix(await nodes.pool.connect(repository()), new AbortController().signal)
  const session = await login(api, await adminPassword(nodes.site))
  try {
    return schema.parse(await session.api.call(method, parameters))
  } finally {
    await session.logout()
    api.close()
  }
}

/** What an agent says to the repository host, once it says it. */
async function item(host: {readonly address: string}, key: string): Promise<string> {
  return onRepository(`zabbix_get -s ${host.address} -t 30 -k '${key}'`)
}

describe('the agents', () => {
  test('tell the repository host what it asks', async () => {
    expect(await item(hive(), 'agent.hostname')).toBe(hive().name)
    expect(await item(hive(), 'systemd.service.failed.count')).toMatch(/^\d+$/)
    expect(await item(hive(), 'systemd.service.discovery')).toContain('{"{#SERVICE}":"docker.service"}')
    expect(await item(hive(), 'systemd.service.restart[docker.service]')).toMatch(/^[01]$/)
    expect(await item(hive(), 'user.discovery.drbd-resource')).toBe('[]')
  })

  test('tell nobody else', async () => {
    const answer = await new Promise(resolve => {
      const socket = connect(10_050, hive().address, () => resolve('let in'))
      socket.on('error', error => resolve(error.message))
    })
    expect(answer).toMatch(/EHOSTUNREACH|ECONNREFUSED/)
    // The firewall lets servers pass; the agent looks who it is.
    const other = {
      ...nodes.site,
      hosts: nodes.site.hosts.map(host => ({...host, address: host.address.replace(/\d+$/, '77')})),
    }
    await setUp(nodes, {site: other, tags: ['zabbix-agent'], limit: [hive().name]})
    expect(await item(hive(), 'agent.ping')).toMatch(/access restrictions/)
    await setUp(nodes, {tags: ['zabbix-agent'], limit: [hive().name]})
    expect(await item(hive(), 'agent.ping')).toBe('1')
  })

  test('may do what their items need, and nothing more', async () => {
    const asZabbix = (words: string) => inHost(nodes, hive(), `runuser -u zabbix -- ${words}`)
    expect(await asZabbix('sudo -n /usr/lib/hive/zabbix-drbd discover')).toBe('[]')
    for (const words of ['sudo -n id', 'sudo -n drbdadm status', 'sudo -n -u admin id', 'docker ps']) {
      expect(await asZabbix(words)).toMatch(/password is required|not allowed|permission denied/)
    }
    expect(await asZabbix('id -Gn')).toBe('zabbix adm')
  })

  test('tell of the services of the site and of backups', async () => {
    const engine = await nodes.pool.engine(hive())
    await importBusybox(engine, 'box')
    await engine.createService({
      Name: 'web',
      TaskTemplate: {
        ContainerSpec: {
          Image: 'box:1',
          Command: ['sleep', '3600'],
          Mounts: [{Type: 'volume', Source: 'pages', Target: '/pages'}],
        },
        Resources: {Limits: {MemoryBytes: 64 * 2 ** 20}},
      },
      Mode: {Replicated: {Replicas: 1}},
      EndpointSpec: {Mode: 'dnsrr'},
    })
    const site = nodes.site.name
    const running = await eventually(() => item(repository(), `docker-service-replicas.${site}[web]`), '100')
    expect(running).toBe('100')
    const keys = [
      `user.discovery.docker-service.${site}`,
      `user.discovery.docker-volume.${site}`,
      `docker.swarm.service.replicas.desired.${site}[web]`,
      `docker.swarm.service.memory.limit.${site}[web]`,
      `hive.backup.discovery.${site}`,
    ]
    expect(await Promise.all(keys.map(key => item(repository(), key)))).toEqual([
      '[{"{#SERVICE}":"web"}]',
      '[{"{#SERVICE}":"web","{#PATH}":"/pages"}]',
      '1',
      '67108864',
      '[{"{#SERVICE}":"hive-registry","{#BACKUP}":"hive-registry"},{"{#SERVICE}":"hive-zabbix","{#BACKUP}":"hive-zabbix"}]',
    ])
    const numbers = [
      `docker-service-uptime.${site}[web]`,
      `docker-volume.${site}[web,/pages]`,
      `docker.swarm.service.cpu.${site}[web]`,
      `docker.swarm.service.memory.${site}[web]`,
      `docker.swarm.service.memory.percent.${site}[web]`,
    ]
    for (const key of numbers)
      expect([key, await item(repository(), key)]).toEqual([key, expect.stringMatching(/^[\d.]+$/)])
  })
})

describe('the server', () => {
  test('knows every server of the site', async () => {
    const names = z.array(z.looseObject({name: z.string()}))
    const schema = z.array(
      z.object({
        host: z.string(),
        groups: names,
        parentTemplates: names,
        interfaces: z.array(z.object({ip: z.string(), port: z.string()})),
      }),
    )
    const found = await ask(schema, 'host.get', {
      output: ['host'],
      selectGroups: ['name'],
      selectParentTemplates: ['name'],
      selectInterfaces: ['ip', 'port'],
    })
    const ofServer = ['Linux by Zabbix agent', 'SystemD service monitoring']
    const rows = found.map(({host, groups, parentTemplates, interfaces}) => ({
      host,
      groups: groups.map(({name}) => name).toSorted(),
      templates: parentTemplates.map(({name}) => name).toSorted(),
      interfaces,
    }))
    expect(rows).toEqual([
      {
        host: hive().name,
        groups: ['Hives', 'Linux servers'],
        templates: ['Hive Server', ...ofServer].toSorted(),
        interfaces: [{ip: hive().address, port: '10050'}],
      },
      {
        host: repository().name,
        groups: ['Linux servers', 'Repository server'],
        templates: ['Docker Swarm Services', 'Hive Repository Server', ...ofServer].toSorted(),
        interfaces: [{ip: repository().address, port: '10050'}],
      },
    ])
  })

  test('lets nobody in with the password everybody knows', async () => {
    const connection = await nodes.pool.connect(repository())
    const api = await openZabbix(connection, new AbortController().signal)
    await expect(api.call('user.login', {username: 'Admin', password: 'zabbix'})).rejects.toThrow(
      /refused user.login: (Incorrect|Login)/,
    )
    api.close()
  })

  test('is told nothing the second time', async () => {
    const {report, execs} = await setUp(nodes)
    expect(report.changes).toEqual([])
    expect(report.targets.map(({target, outcome}) => [target, outcome])).toContainEqual(['zabbix', 'ok'])
    expect(Object.fromEntries(execs)).toEqual(Object.fromEntries(nodes.site.hosts.map(({name}) => [name, 2])))
    const writes = await ask(z.string(), 'auditlog.get', {
      countOutput: true,
      filter: {action: [0, 1, 2]},
      time_from: '0',
    })
    await setUp(nodes, {tags: ['zabbix']})
    expect(
      await ask(z.string(), 'auditlog.get', {countOutput: true, filter: {action: [0, 1, 2]}, time_from: '0'}),
    ).toBe(writes)
  })

  test('gets what the agents say', async () => {
    const schema = z.array(z.object({key_: z.string(), lastvalue: z.string(), lastclock: z.string()}))
    const failed = 'systemd.service.failed.count'
    const arrived = async () => {
      await onRepository('zabbix_server -R config_cache_reload')
      const found = await ask(schema, 'item.get', {
        output: ['key_', 'lastvalue', 'lastclock'],
        host: hive().name,
        filter: {key_: failed},
      })
      return found.filter(({lastclock}) => lastclock !== '0').map(({key_}) => key_)
    }
    expect(await eventually(arrived, [failed])).toEqual([failed])
  })

  test('stops watching a host that left the inventory, and goes on when it comes back', async () => {
    const states = z.array(
      z.object({status: z.string(), tags: z.array(z.object({tag: z.string(), value: z.string()}))}),
    )
    const state = () =>
      ask(states, 'host.get', {output: ['status'], selectTags: ['tag', 'value'], filter: {host: hive().name}})
    const {site} = nodes
    const without: Site = {...site, hosts: site.hosts.filter(({isRepository}) => isRepository)}
    const {report} = await setUp(nodes, {site: without, tags: ['zabbix']})
    expect(report.changes.map(({id, details}) => [id, details])).toContainEqual([
      `zabbix-host:${hive().name}`,
      ['no longer in the inventory: it is watched no more, its history stays'],
    ])
    expect(await state()).toMatchObject([{status: '1', tags: [{tag: 'hive-left', value: site.name}]}])
    await setUp(nodes, {tags: ['zabbix']})
    expect(await state()).toMatchObject([{status: '0', tags: [{tag: 'hive', value: site.name}]}])
  })

  test('has passwords of its own, which nobody else may read', async () => {
    const words = await Promise.all(
      ['zabbix_admin_password', 'zabbix_database_password'].map(name =>
        readFile(join(nodes.site.contextDirectory, name), 'utf8'),
      ),
    )
    expect(words.map(word => word.trim().length)).toEqual([24, 24])
    const asAdmin = (script: string) => inHost(nodes, repository(), script, 'admin')
    expect(await asAdmin('cat /etc/zabbix/zabbix.conf.php')).toMatch(/Permission denied/)
    expect(await onRepository("journalctl -o cat; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '")).not.toContain(
      words[1]?.trim(),
    )
  })
})

describe('the backup of its database', () => {
  const zabbix = ['-l', 'hive-zabbix']
  const services = 'zabbix-server hive-zabbix-web'
  const names = z.array(z.object({host: z.string()}))
  const hosts = async () => (await ask(names, 'host.get', {output: ['host'], sortfield: 'host'})).map(({host}) => host)
  const databases = () =>
    onRepository("cd / && runuser -u postgres -- psql -Atc 'SELECT datname FROM pg_database ORDER BY 1' | tr '\\n' ' '")
  const restore = async (...words: readonly string[]) => work(await session(), ['-r', ...zabbix, ...words], () => {})
  const siteHosts = () => [hive().name, repository().name].toSorted()

  async function session(): Promise<TestSession> {
    const {roles} = await repositoryRoles()
    return makeSession(nodes.site, await nodes.pool.connect(repository()), {
      hosts: nodes.pool,
      extensions: {providers: new Map(), roles: roles.filter(role => role.kind === 'host'), imageRoles: new Map()},
    })
  }

  /** What nobody but a person at Zabbix could have done: a host that is gone, and another in its place. */
  async function loseHost(): Promise<void> {
    const ids = z.array(z.object({hostid: z.string()}))
    const groups = z.array(z.object({groupid: z.string()}))
    const found = await ask(ids, 'host.get', {output: ['hostid'], filter: {host: hive().name}})
    await ask(
      z.unknown(),
      'host.delete',
      found.map(({hostid}) => hostid),
    )
    const linux = await ask(groups, 'hostgroup.get', {output: ['groupid'], filter: {name: 'Linux servers'}})
    await ask(z.unknown(), 'host.create', {host: 'of today', groups: linux})
  }

  test('is made and listed', async () => {
    const [made] = await work(await session(), zabbix, () => {})
    expect(made).toMatchObject({service: 'hive-zabbix', outcome: 'ok'})
    const [backup] = await listBackups(await session(), ['hive-zabbix'])
    expect(backup?.file).toMatch(/^backup-hive-zabbix-\d{14}\.sql\.gz$/)
    expect(backup?.bytes).toBeGreaterThan(100_000)
  })

  test('is proven good in a database beside the one in use, of which nothing stays', async () => {
    const before = await databases()
    const [proven] = await drill(await session(), ['hive-zabbix'], () => {})
    expect(proven).toMatchObject({
      outcome: 'ok',
      text: expect.stringMatching(
        /restored beside what is in use: 1\d\d tables, \d{3} hosts and templates, \d{4,5} items$/,
      ),
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await databases()).toBe(before)
  })

  test('is known to hive test', async () => {
    const {checks} = await verifySite(await session(), 0)
    expect(checks.find(({title}) => title.startsWith('Backup hive-zabbix'))).toMatchObject({
      outcome: 'passed',
      note: expect.stringMatching(/^backup-hive-zabbix-\d{14}\.sql\.gz of \d+ bytes is /),
    })
  })

  test('brings back a host that was lost, and what came since goes; twice is as good as once', async () => {
    expect(await hosts()).toEqual(siteHosts())
    const before = await databases()
    await loseHost()
    expect(await hosts()).toEqual(['of today', repository().name].toSorted())
    for (const _time of ['once', 'again']) {
      expect(await restore()).toMatchObject([{service: 'hive-zabbix', outcome: 'ok'}])
      expect(await hosts()).toEqual(siteHosts())
    }
    expect([await databases(), await onRepository(`systemctl is-active ${services}`)]).toEqual([
      before,
      'active\nactive',
    ])
    const {report} = await setUp(nodes, {tags: ['zabbix']})
    expect(report.changes).toEqual([])
  })

  test('that is damaged, or of a MySQL, leaves Zabbix as it is, and says so', async () => {
    const pid = () => onRepository('systemctl show -p MainPID --value zabbix-server')
    const [before, running] = [await databases(), await pid()]
    const archive = async (name: string, script: string) => {
      await inHost(nodes, repository(), `cd ~/backup && { ${script}; } | gzip >${name}`, 'admin')
      return name
    }
    const broken = await archive(
      'backup-hive-zabbix-20200101000000.sql.gz',
      'gzip -dc backup-hive-zabbix-latest.sql.gz | sed "s/^CREATE TABLE public.items /CREATE NOTHING public.items /"',
    )
    const half = await archive(
      'backup-hive-zabbix-20200102000000.sql.gz',
      'gzip -dc backup-hive-zabbix-latest.sql.gz | head -n 500',
    )
    const foreign = await archive(
      'backup-hive-zabbix-20200103000000.sql.gz',
      'echo "-- MySQL dump 10.17  Distrib 10.4.13-MariaDB"; echo "-- Dump completed on 2021-01-31"',
    )
    await expect(restore('--from', broken)).rejects.toThrow(
      /Zabbix goes on with the database it has: .*syntax error at or near "NOTHING"/,
    )
    await expect(restore('--from', half)).rejects.toThrow(/breaks off before its end/)
    await expect(restore('--from', foreign)).rejects.toThrow(
      /is a dump of MariaDB, and the Zabbix of this host has its database in PostgreSQL/,
    )
    expect([await databases(), await pid(), await hosts()]).toEqual([before, running, siteHosts()])
  })
})

async function eventually<Value>(look: () => Promise<Value>, wanted: Value): Promise<Value> {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await look()
    if (JSON.stringify(found) === JSON.stringify(wanted)) return found
    await sleep(1000)
  }
  return look()
}
