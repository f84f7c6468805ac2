import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Site} from '../../../src/site/site.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {planRegistration} from '../src/zabbix/registration.ts'
import {type FakeZabbix, startFakeZabbix} from './fake-zabbix.ts'

const facts = {family: 'debian', os: 'debian', osVersion: '12', container: 'no', selinux: 'disabled'}
const macro = ['{$VFS.FS.FSNAME.NOT_MATCHES}', '^(/dev|/sys|/run|/proc|.+/shm$|/var/lib/docker)']

let zabbix: FakeZabbix
let contextDirectory = ''
beforeEach(async () => {
  contextDirectory = await mkdtemp(join(tmpdir(), 'hive-zabbix-api-'))
  await writeFile(join(contextDirectory, 'zabbix_admin_password'), 'a-password-of-its-own\n')
})
afterEach(async () => {
  zabbix.close()
  await rm(contextDirectory, {recursive: true})
})

function site(): Site {
  return makeSite({hosts: 2, contextDirectory})
}

/** What hive finds to do, which is done. */
async function tell(own = site()): Promise<readonly string[]> {
  const host = own.hosts.find(({isRepository}) => isRepository)
  if (host === undefined) throw new Error('no repository host')
  const changes = await planRegistration(makeSession(own, zabbix.connection), {host, facts})
  for (const {apply} of changes) await apply()
  return changes.map(({id, action, details}) => [action, id, ...details].join(' | '))
}

function hosts() {
  return zabbix.state.hosts.map(({host, status, groups, templates, tags, macros, interfaces}) => ({
    host,
    status,
    groups,
    templates: templates.toSorted(),
    tags,
    macros: [...macros],
    agents: interfaces.map(({ip, port}) => `${ip}:${port}`),
  }))
}

describe.each(['5.0.0', '5.4.0', '6.0.14', '6.2.0', '6.4.0', '7.0.0', '7.2.0'])(
  'Zabbix %s by its contract',
  version => {
    beforeEach(async () => {
      zabbix = await startFakeZabbix(version)
    })
    const linux = version === '5.0.0' ? 'Template OS Linux by Zabbix agent' : 'Linux by Zabbix agent'
    const wanted = {status: 0, tags: [{tag: 'hive', value: 'example'}], macros: [macro]}

    test('is told of a site when it is new, and of nothing the second time', async () => {
      expect(await tell()).toHaveLength(11)
      expect(hosts()).toEqual([
        {
          ...wanted,
          host: 'p-hive0.example',
          groups: ['Linux servers', 'Hives'],
          templates: [linux, 'SystemD service monitoring', 'Hive Server'].toSorted(),
          agents: ['10.99.1.4:10050'],
        },
        {
          ...wanted,
          host: 'p-hive1.example',
          groups: ['Linux servers', 'Repository server'],
          templates: [
            linux,
            'SystemD service monitoring',
            'Hive Repository Server',
            'Docker Swarm Services',
          ].toSorted(),
          agents: ['10.99.1.5:10050'],
        },
      ])
      expect(zabbix.state.password).toBe('a-password-of-its-own')
      expect([...zabbix.state.templates.keys()]).toContain('Hive Server SELinux')
      expect(await tell()).toEqual([])
      expect([...zabbix.state.sessions]).toEqual([])
    })

    test('gets back what is missing, and keeps what people added', async () => {
      await tell()
      const [before] = hosts()
      const [first] = zabbix.state.hosts
      if (first === undefined) throw new Error('the first host is registered')
      zabbix.state.templates.set('Hive Server', 'Kept by hive. 0')
      zabbix.state.hostGroups.add('Mine')
      first.groups = ['Mine']
      first.templates = ['Docker Swarm Services', linux]
      first.tags = [{tag: 'mine', value: 'yes'}]
      first.macros = new Map([['{$VFS.FS.FSNAME.NOT_MATCHES}', 'x']])
      first.interfaces = []
      expect((await tell()).map(text => text.split(' | ').slice(0, 2))).toEqual([
        ['update', 'zabbix-template:Hive Server'],
        ['update', 'zabbix-host:p-hive0.example'],
      ])
      const [after] = hosts()
      expect(after).toEqual({
        ...before,
        groups: ['Mine', 'Linux servers', 'Hives'],
        tags: [{tag: 'mine', value: 'yes'}, ...wanted.tags],
      })
      first.macros.clear()
      Object.assign(first.interfaces[0] ?? {}, {ip: '192.0.2.1'})
      expect(await tell()).toEqual([
        'update | zabbix-host:p-hive0.example | agent: 192.0.2.1:10050 -> 10.99.1.4:10050 | macro: {$VFS.FS.FSNAME.NOT_MATCHES}',
      ])
      expect(hosts()[0]).toEqual(after)
    })

    test('stops watching a host that left, and goes on when it is back', async () => {
      await tell()
      const own = site()
      await tell({...own, hosts: own.hosts.filter(({isRepository}) => isRepository)})
      expect(hosts()[0]).toMatchObject({status: 1, tags: [{tag: 'hive-left', value: 'example'}]})
      await tell()
      expect(hosts()[0]).toMatchObject(wanted)
    })

    test('says when it knows another password', async () => {
      zabbix.state.password = 'somebody changed it'
      await expect(tell()).rejects.toThrow(/^Zabbix on repository refuses Admin's password/)
    })
  },
)

test.each([
  ['6.2.0', 'user.login', {username: 'Admin', password: 'zabbix'}, {}, 'result'],
  ['6.2.0', 'user.login', {user: 'Admin', password: 'zabbix'}, {}, 'result'],
  ['6.4.0', 'user.login', {user: 'Admin', password: 'zabbix'}, {}, 'error'],
  ['5.0.0', 'user.login', {username: 'Admin', password: 'zabbix'}, {}, 'error'],
  ['7.0.0', 'apiinfo.version', {}, {auth: 'a'}, 'error'],
  ['7.0.0', 'hostgroup.get', {output: ['name']}, {auth: 'a'}, 'result'],
  ['7.2.0', 'hostgroup.get', {output: ['name']}, {auth: 'a'}, 'error'],
  ['7.2.0', 'hostgroup.get', {output: ['name']}, {header: 'a'}, 'result'],
  ['6.2.0', 'hostgroup.get', {output: ['name']}, {header: 'a'}, 'error'],
  ['6.0.0', 'configuration.import', rules({groups: {createMissing: true}}), {auth: 'a'}, 'result'],
  ['6.0.0', 'configuration.import', rules({host_groups: {createMissing: true}}), {auth: 'a'}, 'error'],
  ['6.2.0', 'configuration.import', rules({groups: {createMissing: true}}), {auth: 'a'}, 'error'],
  ['6.2.0', 'user.update', {userid: 'Admin', passwd: 'long enough', current_passwd: 'zabbix'}, {auth: 'a'}, 'error'],
  ['6.4.0', 'user.update', {userid: 'Admin', passwd: 'long enough'}, {header: 'a'}, 'error'],
])(
  'the fake of %s answers %s with %o and %o by a(n) %s',
  async (version, method, params, {auth, header}: Proof, member) => {
    zabbix = await startFakeZabbix(version)
    zabbix.state.sessions.add('a')
    const headers = {'Content-Type': 'application/json-rpc', ...(header && {Authorization: `Bearer ${header}`})}
    const body = JSON.stringify({jsonrpc: '2.0', id: 1, method, params, auth})
    const answer = await (await fetch(zabbix.url, {method: 'POST', headers, body})).json()
    expect(answer).toHaveProperty(member)
  },
)

interface Proof {
  readonly auth?: string
  readonly header?: string
}

function rules(wanted: object): object {
  const source = JSON.stringify({zabbix_export: {version: '5.0', groups: [], templates: []}})
  return {format: 'json', rules: wanted, source}
}
