import {mkdir, readdir, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import docker from '../../plugins/provider-docker/src/index.ts'
import type {Site} from '../../src/site/site.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {hostAt, inHost, setUp} from '../support/set-up.ts'

let nodes: Nodes
let site: Site
const tags = ['hostsfile', 'addon', 'reboot', 'addon2']

const tasks = `
- name: note what roles before have done
  shell: grep -c {{ hive_name }} /etc/hosts >/etc/addon
  args: {creates: /etc/addon}
- name: greet
  copy:
    content: "{{ hive_stage }} {{ inventory_hostname }} {{ ansible_facts.os_family }} {{ groups.servers | length }}\\n"
    dest: /etc/greeting
`

beforeAll(async () => {
  nodes = await startNodes(2, {prefix: 'addon'})
  const root = nodes.site.rootDirectory
  const settings = {
    ...nodes.site.settings,
    roles_path: join(root, 'roles'),
    temp_dir: join(root, 'temp'),
    ssh_args: `-F ${nodes.sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
  }
  site = {...nodes.site, settings}
  await write('inventory/hive.yml', inventoryOf(nodes.site))
  await write('roles/addon/tasks/main.yml', tasks)
  await write(
    'roles/addon2/role.ts',
    `import {defineHostRole, file} from '@hive-ci/cli'
export default defineHostRole({
  name: 'addon2',
  group: 'repository',
  facts: {greeting: {text: 'cat /etc/greeting', secrets: []}},
  resources: (host, site, {greeting}) => [file('/etc/addon2', {content: greeting + ' read\\n'})],
})`,
  )
})

afterAll(() => nodes?.stop())

test('check mode passes --check', async () => {
  const {report} = await run({checkMode: true})
  expect(report.changes.filter(({id}) => id === 'role:addon')).toEqual(
    site.hosts.map(({name}) => ({
      id: 'role:addon',
      action: 'run',
      host: name,
      details: ['addon : note what roles before have done', 'addon : greet'],
    })),
  )
  expect(await onEach('cat /etc/greeting')).toEqual(site.hosts.map(() => expect.stringContaining('No such file')))
})

test('an Ansible role comes after the roles before it and before those behind it', async () => {
  const {report} = await run()
  expect(report.targets.map(({target, outcome, message}) => [target, outcome, message])).toEqual(
    site.hosts.map(({name}) => [name, 'changed', undefined]),
  )
  expect(await onEach('cat /etc/addon /etc/greeting')).toEqual(
    site.hosts.map(({name}) => `2\nprivate ${name} Debian 2`),
  )
  expect(await inHost(nodes, hostAt(nodes, -1), 'cat /etc/addon2')).toBe(
    `private ${hostAt(nodes, -1).name} Debian 2 read`,
  )
})

test('the second time changes only what differs, on the hosts of -l, and leaves nothing of ansible-playbook', async () => {
  await onEach('rm /etc/greeting')
  const {name} = hostAt(nodes, 0)
  const {report} = await run({limit: [name], tags: ['addon']})
  expect(report.changes).toEqual([{id: 'role:addon', action: 'run', host: name, details: ['addon : greet']}])
  expect(await onEach('cat /etc/greeting >/dev/null && echo there')).toEqual([
    'there',
    expect.stringContaining('No such file'),
  ])
  expect(await readdir(join(site.rootDirectory, 'temp'))).toEqual([])
})

test('a task that fails names host, task and file, and that host is left out of what follows', async () => {
  const {name} = hostAt(nodes, -1)
  const failing = `- name: need room\n  fail: {msg: no room on {{ ansible_hostname }}}\n  when: inventory_hostname == '${name}'\n`
  await write('roles/addon/tasks/main.yml', failing.replace('{msg: no', '{msg: "no').replace('}}}', '}}"}'))
  await onEach('rm /etc/addon2')
  const {report} = await run()
  expect(report.targets.map(({target, outcome, message}) => [target, outcome, message])).toEqual([
    [hostAt(nodes, 0).name, 'ok', undefined],
    [
      name,
      'failed',
      `Role addon: Task "addon : need room" (${site.rootDirectory}/roles/addon/tasks/main.yml:1) failed for ${name}: ` +
        `no room on ${hostAt(nodes, -1).shortName}`,
    ],
  ])
  expect(await onEach('cat /etc/addon2')).toEqual(site.hosts.map(() => expect.stringContaining('No such file')))
})

async function run(wish: Parameters<typeof setUp>[1] = {}) {
  const provider = await docker()
  return setUp(nodes, {site, tags, providers: new Map([[provider.name, provider]]), ...wish})
}

function onEach(script: string): Promise<string[]> {
  return Promise.all(site.hosts.map(host => inHost(nodes, host, script)))
}

async function write(path: string, text: string): Promise<void> {
  const file = join(nodes.site.rootDirectory, path)
  await mkdir(dirname(file), {recursive: true})
  await writeFile(file, text)
}

function inventoryOf({name, definition}: Site): string {
  return `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, cidr: ${String(definition.cidr)}, number_of_hosts: 2}
`
}
