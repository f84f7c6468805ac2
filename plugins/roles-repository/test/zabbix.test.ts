import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Facts, Material} from '../../../src/index.ts'
import {secret} from '../../../src/shell/secret.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'
import {userParameters} from '../../roles-host/src/zabbix-parameters.ts'
import {composeFile} from '../src/zabbix/compose-file.ts'
import {planZabbix} from '../src/zabbix/plan.ts'
import type {FoundHost, FoundZabbix} from '../src/zabbix/state.ts'
import {wantedZabbix} from '../src/zabbix/wanted.ts'
import {zabbix} from '../src/zabbix/zabbix.ts'

const debian = {family: 'debian', os: 'debian', osVersion: '12', container: 'no', selinux: 'disabled'}
const redhat = {family: 'redhat', os: 'almalinux', osVersion: '9.4', container: 'no', selinux: 'permissive'}
const material: Material = {text: path => `<${path}>\n`, secret: path => secret(`<secret ${path}>\n`)}
const site = makeSite({hosts: 2})

function repositoryOf({hosts} = site) {
  const host = hosts.find(({isRepository}) => isRepository)
  if (host === undefined) throw new Error('a site has a repository host')
  return host
}

function ids(facts: Facts, wish: SiteWish = {}): readonly string[] {
  const own = makeSite({hosts: 2, ...wish})
  return zabbix.resources(repositoryOf(own), own, facts, material).map(({id}) => id)
}

describe.each([debian, redhat])('on $os', facts => testRole(zabbix, {hosts: [repositoryOf()], site, facts, material}))

describe('where it runs', () => {
  test('is packages on the Debian family', () => {
    expect(ids(debian)).toMatchInlineSnapshot(`
      [
        "packages:apache2-bin,libapache2-mod-php,php-pgsql,postgresql,zabbix-frontend-php,zabbix-server-pgsql",
        "service:postgresql.service",
        "command:the database of Zabbix is there",
        "file:/etc/zabbix/zabbix_server.conf.d/hive.conf",
        "service:zabbix-server.service",
        "file:/etc/zabbix/zabbix.conf.php",
        "command:the web page may read the database",
        "file:/etc/zabbix/hive-web.conf",
        "file:/etc/systemd/system/hive-zabbix-web.service",
        "service:hive-zabbix-web.service",
        "command:Zabbix answers",
      ]
    `)
  })

  test('is containers on Enterprise Linux, and wherever the inventory names images', () => {
    expect(ids(redhat)).toMatchInlineSnapshot(`
      [
        "packages:docker-compose,docker-compose-plugin",
        "directory:/etc/hive",
        "directory:/etc/hive/zabbix",
        "file:/etc/hive/zabbix/config.json",
        "docker-image:zabbix/zabbix-server-mysql:alpine-7.0-latest",
        "docker-image:zabbix/zabbix-web-nginx-mysql:alpine-7.0-latest",
        "docker-image:mariadb:10.11",
        "compose-project:zabbix",
        "command:Zabbix answers",
      ]
    `)
    expect(ids({...redhat, os: 'amzn', osVersion: '2023'})).toContain('command:docker compose is there')
    expect(ids(debian, {hostVariables: {hive_zabbix_server_tag: 'registry.example/server:1'}})).toContain(
      'compose-project:zabbix',
    )
  })

  test('is nowhere where hosts are containers, unless the inventory wants it, or does not', () => {
    const inContainer = {...debian, container: 'yes'}
    expect(ids(inContainer)).toEqual([])
    expect(ids(inContainer, {hostVariables: {hive_zabbix: true}})).toEqual(ids(debian))
    expect(zabbix.appliesTo?.(repositoryOf(makeSite({hostVariables: {hive_zabbix: false}})), site)).toBe(false)
    expect(() => ids(debian, {hostVariables: {hive_zabbix: 'maybe'}})).toThrow(
      'p-hive1.example: hive_zabbix should be true or false, got "maybe".',
    )
  })
})

test('the containers are open to the site, in a network of their own', () => {
  const own = makeSite({hosts: 2, hostVariables: {hive_internal_cidr: '172.31.252.0/22', hive_timezone: 'Asia/Tokyo'}})
  expect(composeFile(repositoryOf(own), 'PASSWORD')).toMatchInlineSnapshot(`
    "services:
      database:
        image: "mariadb:10.11"
        container_name: zabbix-database
        restart: always
        command: [--character-set-server=utf8mb4, --collation-server=utf8mb4_bin, --log-bin-trust-function-creators=1]
        environment:
          MYSQL_DATABASE: zabbix
          MYSQL_USER: zabbix
          MYSQL_PASSWORD: PASSWORD
          MARIADB_RANDOM_ROOT_PASSWORD: 'yes'
          MARIADB_AUTO_UPGRADE: '1'
        volumes: ['database:/var/lib/mysql']
        networks: {default: {ipv4_address: 172.31.255.132}}
      server:
        image: "zabbix/zabbix-server-mysql:alpine-7.0-latest"
        container_name: zabbix-server
        restart: always
        depends_on: [database]
        environment:
          DB_SERVER_HOST: database
          MYSQL_DATABASE: zabbix
          MYSQL_USER: zabbix
          MYSQL_PASSWORD: PASSWORD
          ZBX_TIMEOUT: '30'
        ports: ['127.0.0.1:10051:10051', '10.99.1.5:10051:10051']
        networks: {default: {ipv4_address: 172.31.255.130}}
      web:
        image: "zabbix/zabbix-web-nginx-mysql:alpine-7.0-latest"
        container_name: zabbix-web
        restart: always
        depends_on: [database, server]
        environment:
          DB_SERVER_HOST: database
          MYSQL_DATABASE: zabbix
          MYSQL_USER: zabbix
          MYSQL_PASSWORD: PASSWORD
          ZBX_SERVER_HOST: server
          ZBX_SERVER_NAME: p-hive1
          PHP_TZ: "Asia/Tokyo"
        ports: ['127.0.0.1:10052:8080', '10.99.1.5:10052:8080']
        networks: {default: {ipv4_address: 172.31.255.131}}
    volumes:
      database: {}
    networks:
      default:
        ipam:
          config:
            - subnet: 172.31.255.128/25
              gateway: 172.31.255.129
    "
  `)
})

test('passwords are made once, for the owner alone, and not where there is no Zabbix', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hive-zabbix-'))
  try {
    const prepare = async (wish: SiteWish = {}) => {
      const own = makeSite({...wish, contextDirectory: directory})
      const changes = (await zabbix.prepare?.(makeSession(own, localConnection()))) ?? []
      for (const {apply} of changes) await apply()
      return changes.map(({id}) => id)
    }
    expect(await prepare({hostVariables: {hive_zabbix: false}})).toEqual([])
    expect(await prepare()).toEqual(['password:zabbix_admin', 'password:zabbix_database'])
    const texts = await Promise.all((await readdir(directory)).map(name => readFile(join(directory, name), 'utf8')))
    expect(new Set(texts).size).toBe(2)
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9]{24}\n$/)
    expect((await stat(join(directory, 'zabbix_admin_password'))).mode & 0o777).toBe(0o600)
    expect(await prepare()).toEqual([])
  } finally {
    await rm(directory, {recursive: true})
  }
})

test('templates ask for nothing the agents do not know', () => {
  const facts = {...debian, selinux: 'enforcing'}
  const known = site.hosts.flatMap(host => userParameters(host, site, facts)).map(text => text.replace(/[[,].*/, ''))
  const asked = wantedZabbix(site, repositoryOf(), facts, new Map()).templates.flatMap(({source}) =>
    [...source.matchAll(/"key":"([^"[]+)/g)].map(match => match[1]),
  )
  expect(asked.filter(key => key !== 'log' && !known.includes(key ?? ''))).toEqual([])
  expect(known.filter(key => !asked.includes(key))).toEqual([])
})

test.each([
  ['Linux by Zabbix agent', {}, ['Linux by Zabbix agent', 'Template OS Linux by Zabbix agent']],
  ['Template OS Linux by Zabbix agent', {}, ['Template OS Linux by Zabbix agent']],
  ['Mine', {hive_zabbix_template: 'Mine'}, ['Linux by Zabbix agent']],
])('servers get the template %s', (name, hostVariables, known) => {
  const own = makeSite({hosts: 2, hostVariables})
  const {hosts} = wantedZabbix(own, repositoryOf(own), debian, new Map(known.map(each => [each, ''])))
  expect(hosts.map(({templates: [first]}) => first)).toEqual([name, name])
})

describe('the plan', () => {
  const wanted = wantedZabbix(site, repositoryOf(), debian, new Map())
  const [first, second] = wanted.hosts
  if (first === undefined || second === undefined) throw new Error('two hosts are wanted')
  const registered = (host: typeof first): FoundHost => ({
    id: '1',
    name: host.name,
    isWatched: true,
    groups: [...host.groups, 'Mine'],
    templates: [...host.templates, 'Nginx by HTTP'],
    tags: [{tag: 'hive', value: 'example'}],
    macros: {...wanted.macros, '{$MINE}': '1'},
    agent: {id: '2', address: host.address, port: '10050'},
  })
  const complete: FoundZabbix = {
    isNew: false,
    groups: ['Linux servers', 'Hives', 'Repository server'],
    templates: new Map(wanted.templates.map(({name, description}) => [name, description])),
    hosts: [registered(first), registered(second)],
  }
  const told = (found: FoundZabbix) =>
    planZabbix(wanted, found).map(({id, action, details}) => [action, id, ...details].join(' | '))

  test('of a new Zabbix is everything', () => {
    const itself = {...registered(first), name: 'Zabbix server', tags: []}
    const born = {isNew: true, groups: ['Linux servers'], templates: new Map(), hosts: [itself]}
    expect(told(born)).toMatchInlineSnapshot(`
      [
        "remove | zabbix-host:Zabbix server | the repository host is watched under its own name",
        "update | zabbix-user:Admin | password: one of its own",
        "create | zabbix-group:Hives",
        "create | zabbix-group:Repository server",
        "create | zabbix-template:SystemD service monitoring",
        "create | zabbix-template:Hive Server",
        "create | zabbix-template:Hive Server SELinux",
        "create | zabbix-template:Hive Repository Server",
        "create | zabbix-template:Docker Swarm Services",
        "create | zabbix-host:p-hive0.example | agent: 10.99.1.4 | groups: Linux servers, Hives | templates: Linux by Zabbix agent, SystemD service monitoring, Hive Server",
        "create | zabbix-host:p-hive1.example | agent: 10.99.1.5 | groups: Linux servers, Repository server | templates: Linux by Zabbix agent, SystemD service monitoring, Hive Repository Server, Docker Swarm Services",
      ]
    `)
  })

  test('is empty when all is there, whatever people have added', () => expect(told(complete)).toEqual([]))

  test('puts back what is missing of a host, and takes what is no longer for it', () => {
    const changed = {
      ...registered(first),
      groups: ['Mine'],
      templates: ['Hive Repository Server'],
      tags: [],
      macros: {},
      agent: {id: '2', address: '192.0.2.1', port: '10050'},
    }
    expect(told({...complete, hosts: [changed, registered(second)]})).toMatchInlineSnapshot(`
      [
        "update | zabbix-host:p-hive0.example | agent: 192.0.2.1:10050 -> 10.99.1.4:10050 | group: Linux servers is added | group: Hives is added | template: Linux by Zabbix agent is added | template: SystemD service monitoring is added | template: Hive Server is added | template: Hive Repository Server is taken away | macro: {$VFS.FS.FSNAME.NOT_MATCHES} | it is marked as kept by hive",
      ]
    `)
  })

  test('has each template whose content became another', () => {
    const old = new Map([...complete.templates, ['Hive Server', 'Kept by hive. 0']])
    expect(told({...complete, templates: old})).toEqual(['update | zabbix-template:Hive Server'])
  })

  test('leaves a host alone that a person stopped watching, and one that never was ours', () => {
    const paused = {...registered(first), isWatched: false}
    const foreign = {...registered(first), name: 'printer', tags: [{tag: 'hive', value: 'other'}]}
    expect(told({...complete, hosts: [paused, registered(second), foreign]})).toEqual([])
  })

  test('stops watching a host that left the inventory, once', () => {
    const gone = {...registered(first), name: 'p-hive9.example'}
    expect(told({...complete, hosts: [...complete.hosts, gone]})).toEqual([
      'update | zabbix-host:p-hive9.example | no longer in the inventory: it is watched no more, its history stays',
    ])
    const left = {...gone, isWatched: false, tags: [{tag: 'hive-left', value: 'example'}]}
    expect(told({...complete, hosts: [...complete.hosts, left]})).toEqual([])
  })
})
