import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {deployServices} from '../../../src/phases/deploy-services.ts'
import type {PhaseReport} from '../../../src/reporter/event.ts'
import type {Service, Site} from '../../../src/site/site.ts'
import {verifySite} from '../../../src/verify/verify-site.ts'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {makeService, type ServiceWish} from '../../../test/support/service.ts'
import {makeSession, type TestSession} from '../../../test/support/session.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'
import {drill} from '../src/backup/drill.ts'
import {listBackups} from '../src/backup/list.ts'
import {work} from '../src/backup/work.ts'
import repositoryRoles from '../src/index.ts'

const noOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(3, {prefix: 'repo', hostVariables: {hive_registry_keep: 1}})
  const {report} = await setUp(nodes)
  expect(report.outcome).toBe('changed')
  for (const index of [0, 1]) await importBusybox(await nodes.pool.engine(hostAt(nodes, index)), 'box')
  const engine = await nodes.pool.engine(hostAt(nodes, 0))
  await engine.createNetwork({Name: 'inside', Driver: 'overlay', Attachable: true})
})

afterAll(() => nodes?.stop())

function box(name: string, script: string, wish: ServiceWish = {}): Service {
  return makeService(name, {
    image: {kind: 'pulled', tag: 'box:1'},
    command: ['sh', '-c', `trap 'exit 0' TERM; ${script}; sleep 3600 & wait`],
    stopGracePeriod: '1s',
    networks: [],
    variables: {hive_update_config: {monitor: '1s'}},
    ...wish,
  })
}

function siteWith(services: readonly Service[], settings: Readonly<Record<string, unknown>> = {}): Site {
  return {...nodes.site, services, settings: {...nodes.site.settings, ...settings}}
}

async function sessionOf(site: Site): Promise<TestSession> {
  const {roles} = await repositoryRoles()
  return makeSession(site, await nodes.pool.connect(hostAt(nodes, 0)), {
    hosts: nodes.pool,
    extensions: {providers: new Map(), roles: roles.filter(role => role.kind === 'host'), imageRoles: new Map()},
  })
}

async function deploy(site: Site): Promise<readonly string[]> {
  return outcomes(await deployServices.run(await sessionOf(site), noOptions))
}

function outcomes({targets}: PhaseReport): readonly string[] {
  return targets.map(({target, outcome, message}) => [target, outcome, message].filter(Boolean).join(' | '))
}

const onRepository = (script: string) => inHost(nodes, hostAt(nodes, -1), script)

/** What a file on the repository host holds once it holds `text`. */
async function fileWith(path: string, text: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await onRepository(`cat ${path} 2>/dev/null`)
    if (found.includes(text)) return found
    await sleep(200)
  }
  throw new Error(`${path} has no ${text}: ${await onRepository(`cat ${path}; journalctl -n 20 -u rsyslog`)}`)
}

describe('the log server', () => {
  const chatter = 'echo started; echo disk error; echo an error nobody minds; echo done'
  const web = box('web', chatter, {
    monitorError: ['error$', 'error n'],
    ignoreError: ['nobody'],
    placement: {constraints: ['node.hostname == p-hive1'], preferences: []},
  })

  test('has a file with the lines of each service, wherever its tasks run', async () => {
    expect(await deploy(siteWith([web]))).toEqual(['web | changed', `${hostAt(nodes, -1).name} | changed`])
    const lines = await fileWith('/var/log/services/web.log', 'done')
    expect(lines.replaceAll(/^\d{4}(\/\d\d){2} \d\d(:\d\d){2} /gm, '')).toBe(
      'started\ndisk error\nan error nobody minds\ndone',
    )
    expect(await deploy(siteWith([web]))).toEqual(['web | ok', `${hostAt(nodes, -1).name} | ok`])
  })

  test('keeps the lines monitor_error is about, without those of ignore_error, in one file', async () => {
    expect(await onRepository('cut -d " " -f 3- /var/log/service-error.log')).toBe('web.log disk error')
    expect(await onRepository('stat -c "%a %U %G" /var/log/service-error.log')).toBe('640 root adm')
  })

  test('leaves the lines with the engine as well, where a failed task is diagnosed', async () => {
    const engine = await nodes.pool.engine(hostAt(nodes, 0))
    const [service] = await engine.listServices({filters: {name: ['web']}})
    expect(service?.Spec?.TaskTemplate).toMatchObject({LogDriver: {Name: 'syslog'}})
    const restart = {condition: 'none'} as const
    const session = await sessionOf(siteWith([box('job', 'echo last words; exit 3', {restart})]))
    await deployServices.run(session, {...noOptions, limit: ['job']})
    expect(session.events).toContainEqual({type: 'output', target: 'job', line: 'last words'})
  })

  test('rotates the files and goes on in new ones', async () => {
    await onRepository('logrotate -f /etc/logrotate.d/hive-services')
    await onRepository('logger -n 127.0.0.1 -P 10514 -d --rfc3164 -p local0.info -t web after the turn')
    expect(await fileWith('/var/log/services/web.log', 'after the turn')).not.toContain('done')
    expect(await onRepository('cat /var/log/services/web.log.1')).toContain('done')
    expect(await onRepository('ls -l /var/log/services/web.log | cut -d " " -f 1,3,4')).toBe('-rw-r----- root adm')
  })

  test('refuses a pattern that is none, and says which', async () => {
    const odd = {...web, monitorError: ['[']}
    expect((await deploy(siteWith([odd]))).at(-1)).toMatch(/failed.*rsyslogd understands its rules/)
    await deploy(siteWith([web]))
  })

  test('may be down while services start', async () => {
    await onRepository('systemctl mask --runtime --now syslog.socket rsyslog.service')
    const early = box('early', 'while echo still here; do sleep 1; done', {mode: 'global'})
    const [, outcome, repository] = await deploy(siteWith([web, early]))
    expect([outcome, repository]).toEqual(['early | changed', expect.stringMatching(/failed.*service:rsyslog.service/)])
    await onRepository('systemctl unmask --runtime syslog.socket rsyslog.service')
    expect(await deploy(siteWith([web, early]))).not.toContain(expect.stringContaining('failed'))
    await fileWith('/var/log/services/early.log', 'still here')
  })

  test('takes lines over TLS from the hosts only', async () => {
    const site = siteWith([web], {tls_logging: true})
    const {report} = await setUp(nodes, {site, tags: ['iptables'], limit: [hostAt(nodes, -1).name]})
    expect(report.outcome).toBe('changed')
    await onRepository('rm /var/log/services/web.log; systemctl kill -s HUP rsyslog.service')
    expect(await deploy(site)).toEqual(['web | changed', `${hostAt(nodes, -1).name} | changed`])
    expect(await fileWith('/var/log/services/web.log', 'done')).toContain('started')
    await onRepository('logger -n 127.0.0.1 -P 10514 -T --rfc3164 -p local0.info -t web in the clear; sleep 1')
    expect(await onRepository('cat /var/log/services/web.log')).not.toContain('in the clear')
  })
})

describe('backups', () => {
  const backup = {ext: 'tar.gz', batchScripts: []}
  const db = box('db', '[ -e /data/rows ] || echo dear >/data/rows', {
    mounts: [{source: 'rows', target: '/data', type: 'volume', readonly: false}],
    placement: {constraints: ['node.hostname == p-hive1'], preferences: []},
    backupScripts: [
      {...backup, name: 'files', directory: '/data', cleanupDaysBefore: 7},
      {...backup, name: 'dump', ext: 'sql', backupCommand: 'cat /data/rows', restoreCommand: 'cat >/data/rows'},
    ],
  })
  const inTask = (script: string) => inHost(nodes, hostAt(nodes, -1), `dexec -n db sh -c '${script}'`, 'admin')
  const told: string[] = []
  const ask = async (...words: readonly string[]) =>
    work(await sessionOf(siteWith([db])), words, line => told.push(line))

  beforeAll(async () => {
    expect(await deploy(siteWith([db]))).toEqual(['db | changed', `${hostAt(nodes, -1).name} | changed`])
    await inTask('echo later >>/data/rows')
  })

  test('bring back what was lost, from a service on another host', async () => {
    const taken = await ask('-l', 'db')
    expect(taken.map(({service, name, outcome}) => [service, name, outcome])).toEqual([
      ['db', 'files', 'ok'],
      ['db', 'dump', 'ok'],
    ])
    await inTask('rm /data/rows; echo junk >/data/junk')
    await ask('-r', '-l', 'db')
    expect(await inTask('ls /data; cat /data/rows')).toBe('rows\ndear\nlater')
    const backups = await listBackups(await sessionOf(siteWith([db])), ['db'])
    expect(backups.map(({name, bytes}) => [name, bytes > 0])).toEqual([
      ['files', true],
      ['dump', true],
    ])
    expect(await onRepository('stat -c "%a %U" /home/admin/backup /home/admin/backup/*-latest.sql')).toMatch(
      /^700 admin/,
    )
  })

  test('are proven good in a copy that leaves nothing behind', async () => {
    await inTask('echo changed since >/data/rows')
    const results = await drill(await sessionOf(siteWith([db])), [], () => {})
    expect(results.map(({name, text, checksum}) => [name, text.replace(/\d{14}/, 'TIME'), checksum?.length])).toEqual([
      ['files', 'backup-files-TIME.tar.gz restored; 1 files are equal', 64],
      ['dump', 'backup-dump-TIME.sql restored; a backup of the copy has 11 bytes', 64],
    ])
    expect(await inTask('cat /data/rows')).toBe('changed since')
    const engine = await nodes.pool.engine(hostAt(nodes, 1))
    expect(await engine.listContainers({all: true, filters: {label: ['hive.drill']}})).toEqual([])
  })

  test('are called bad when they are', async () => {
    await onRepository('echo scratch >>/home/admin/backup/backup-dump-latest.sql')
    const results = await drill(await sessionOf(siteWith([db])), ['db'], () => {})
    expect(results.map(({name, outcome}) => [name, outcome])).toEqual([
      ['files', 'ok'],
      ['dump', 'failed'],
    ])
    expect(results.at(-1)?.text).toMatch(/backup-dump-\d+\.sql is damaged$/)
  })

  test('hold the images of the registry', async () => {
    const image = '/var/lib/docker-registry/docker/probe'
    await onRepository(
      `install -d -o docker-registry "$(dirname ${image})" && install -o docker-registry /etc/hostname ${image}`,
    )
    await ask('-l', 'hive-registry')
    await onRepository(`rm ${image}`)
    await ask('-r', '-l', 'hive-registry')
    expect(await onRepository(`stat -c %U ${image}; systemctl is-active docker-registry`)).toBe(
      'docker-registry\nactive',
    )
  })

  test('are made every night, and a night that fails shows', async () => {
    expect(await onRepository('systemctl is-active backup.timer; systemctl start backup.service && echo done')).toBe(
      'active\ndone',
    )
    const engine = await nodes.pool.engine(hostAt(nodes, 0))
    await engine.getService('db').remove()
    await onRepository('systemctl start backup.service')
    expect(await onRepository('systemctl --failed --plain --no-legend | cut -d " " -f 1')).toContain('backup.service')
    expect(await onRepository('journalctl -u backup.service -o cat')).toContain('FAIL db/files')
    await expect(ask('-l', 'db')).rejects.toThrow(/2 of 2 failed: db\/files \(.*no such service: db.*\), db\/dump \(/)
  })

  test('are tested by hive test: each entry by its line, the one that failed with the reason', async () => {
    const position = {file: 'inventory/services.yml', line: 12, column: 3}
    const {checks} = await verifySite(await sessionOf(siteWith([{...db, position}])), 0)
    const told = checks.filter(({group}) => ['backup-tools', 'rsyslogd'].includes(group))
    expect(
      told.map(({title, where = '-', outcome, message, note}) =>
        [title, where, outcome, message ?? note]
          .join(' | ')
          .replaceAll(`.${nodes.site.name}`, '')
          .replaceAll(/\d{14}/g, 'TIME')
          .replaceAll(/\d+ (bytes|seconds?|minutes?)/g, 'N'),
      ),
    ).toMatchInlineSnapshot(`
      [
        "p-hive2 makes backups every night | - | passed | ",
        "Backup hive-registry/hive-registry is there and no older than a night | - | passed | backup-hive-registry-TIME.tar.gz of N is N old",
        "Backup hive-zabbix/hive-zabbix is there and no older than a night | - | passed | there is no Zabbix on this host",
        "Backup db/files is there and no older than a night | inventory/services.yml:12 | failed | The last backup failed N ago: Status: Error: no such service: db, Code: 1. The newest one, backup-files-TIME.tar.gz of N is N old.",
        "Backup db/dump is there and no older than a night | inventory/services.yml:12 | failed | The last backup failed N ago: Status: Error: no such service: db, Code: 1. The newest one, backup-dump-TIME.sql of N is N old.",
        "p-hive2 takes in what services write | - | passed | ",
      ]
    `)
  })
})

describe('cleaning the registry', () => {
  const image = () => `${nodes.site.registry.host}:${nodes.site.registry.port}/image_web`
  const asAdmin = (script: string) => inHost(nodes, hostAt(nodes, 0), script, 'admin')
  const tags = '/var/lib/docker-registry/docker/registry/v2/repositories/image_web/_manifests'

  test('forgets old contents, but none that a service runs', async () => {
    const engine = await nodes.pool.engine(hostAt(nodes, 0))
    const password = await readFile(join(nodes.site.contextDirectory, 'registry_password'), 'utf8')
    await asAdmin(`docker login -u hive --password-stdin ${image().split('/')[0]} <<'END'\n${password}END\n`)
    for (const tag of ['a', 'b', 'c', 'd']) {
      await importBusybox(engine, image())
      await asAdmin(`docker tag ${image()}:1 ${image()}:${tag} && docker push -q ${image()}:${tag}`)
    }
    await asAdmin(`docker tag ${image()}:1 ${image()}:latest && docker push -q ${image()}:latest`)
    const digest = await onRepository(`cat ${tags}/tags/a/current/link`)
    const size = async () => Number(await onRepository('du -s /var/lib/docker-registry | cut -f 1'))
    const before = await size()
    await engine.createService({
      Name: 'old',
      TaskTemplate: {ContainerSpec: {Image: `${image()}:a@${digest}`}},
      Mode: {Replicated: {Replicas: 0}},
    })
    expect(await onRepository('systemctl start registry-cleaning.service && echo done')).toBe('done')
    expect(await onRepository(`ls ${tags}/tags; ls ${tags}/revisions/sha256 | grep -c .`)).toBe('a\nd\nlatest\n2')
    expect(await size()).toBeLessThan(before * 0.7)
    const pulled = await asAdmin(`docker rmi ${image()}:a >/dev/null; docker pull -q ${image()}@${digest}`)
    expect(pulled).toBe(`${image()}@${digest}`)
    expect(await asAdmin(`docker push -q ${image()}:b`)).toBe(`${image()}:b`)
  })

  test('removes nothing while no manager says what runs', async () => {
    await inHost(nodes, hostAt(nodes, 0), 'systemctl stop docker.socket docker')
    await inHost(nodes, hostAt(nodes, 1), 'systemctl stop docker.socket docker')
    await onRepository('systemctl start registry-cleaning.service')
    expect(await onRepository('journalctl -u registry-cleaning -o cat | grep manager')).toBe(
      'no manager of the swarm answers, so nothing is removed',
    )
    expect(await onRepository(`ls ${tags}/tags`)).toBe('a\nb\nd\nlatest')
  })
})
