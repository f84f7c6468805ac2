import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {inventoryList} from '../../src/inventory/list-inventory.ts'
import {loadInventory} from '../../src/inventory/load-inventory.ts'
import {inventoryRequest} from '../support/inventory-request.ts'
import {makeProject} from '../support/project.ts'

const hive = `plugin: hive_inventory
name: example
stages:
  private:
    provider: vagrant
    cidr: 192.168.56.0/24
    separate_repository: false
    number_of_hosts: 2
    repository_memory_size: 8192
    memory_size: 4096
  staging:
    provider: aws
    cidr: 10.1.0.0/16
    region: ap-northeast-1
    custom_hostname: node
    number_of_hosts: 3
`

const variable = async (files: Record<string, string>, object: string, name: string, wish = {}): Promise<unknown> => {
  const root = await makeProject({'inventory/hive.yml': hive, ...files})
  const {_meta} = inventoryList(await loadInventory(await inventoryRequest(root, wish)))
  return _meta.hostvars[object]?.[name]
}

const services = 'plugin: hive_services\nservices:\n  web: {image: nginx, replicas: 1}\n'

describe('what an object sees', () => {
  it.each([
    ['all.yml', 'all', {'group_vars/all.yml': 'a: all\n'}],
    [
      'outer groups before inner ones',
      'hives',
      {
        'group_vars/hives.yml': 'a: hives\n',
        'group_vars/servers.yml': 'a: servers\n',
        'group_vars/hosts.yml': 'a: hosts\n',
      },
    ],
    [
      'a deep group before a stage',
      'hives',
      {'group_vars/hives.yml': 'a: hives\n', 'group_vars/private.yml': 'a: private\n'},
    ],
    ['siblings by name', 'private', {'group_vars/private.yml': 'a: private\n', 'group_vars/hosts.yml': 'a: hosts\n'}],
    ['host_vars last', 'host', {'host_vars/p-hive0.example.yml': 'a: host\n', 'group_vars/hives.yml': 'a: hives\n'}],
    ['a file without ending', 'plain', {'group_vars/all': 'a: plain\n', 'group_vars/all.yml': 'a: yml\n'}],
    ['.yml before .yaml', 'yml', {'group_vars/all.yaml': 'a: yaml\n', 'group_vars/all.yml': 'a: yml\n'}],
    ['.json', 'json', {'group_vars/all.json': '{"a": "json"}\n'}],
    [
      'a directory, its last file',
      'two',
      {
        'group_vars/all/1.yml': 'a: one\n',
        'group_vars/all/2.json': '{"a": "two"}',
        'group_vars/all/3.txt': 'a: no\n',
        'group_vars/all/.4.yml': 'a: no\n',
      },
    ],
    [
      'a directory in a directory',
      'deep',
      {'group_vars/all/x/1.yml': 'a: deep\n', 'group_vars/all/a.yml': 'a: flat\n'},
    ],
  ])('comes from %s', async (_, expected, files) => {
    const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`inventory/${name}`, text]))
    expect(await variable(placed, 'p-hive0.example', 'a')).toBe(expected)
  })

  it('comes from host_vars even where the inventory says otherwise', async () => {
    const files = {'inventory/web.yml': services, 'inventory/host_vars/web.yml': 'hive_replicas: 5\n'}
    expect(await variable(files, 'web', 'hive_replicas')).toBe(5)
  })

  it('of the stage is that of the active one where an object belongs to several', async () => {
    const files = {
      'inventory/web.yml': services,
      'inventory/group_vars/private.yml': 'a: private\n',
      'inventory/group_vars/staging.yml': 'a: staging\n',
    }
    expect(await variable(files, 'web', 'hive_provider')).toBe('vagrant')
    expect(await variable(files, 'web', 'a')).toBe('private')
    expect(await variable(files, 'web', 'hive_provider', {activeStage: 'staging'})).toBe('aws')
    expect(await variable(files, 'web', 'a', {activeStage: 'staging'})).toBe('staging')
    expect(await variable(files, 's-node0.example', 'hive_provider')).toBe('aws')
  })

  it('as network of its engine is what the stage says, else its groups, else its provider', async () => {
    const stage = (more: string, files = {}) => ({
      ...files,
      'inventory/hive.yml': `plugin: hive_inventory\nname: example\nstages:\n  private: {${more}cidr: 10.1.0.0/24}\n`,
    })
    const found = async (more: string, files = {}) =>
      variable(stage(more, files), 'p-hive0.example', 'hive_internal_cidr')
    const groups = {'inventory/group_vars/all.yml': 'hive_internal_cidr: 10.8.0.0/16\n'}
    expect(await found('provider: vagrant, ')).toBeUndefined()
    expect(await found('provider: docker, ')).toBe('198.19.0.0/17')
    expect(await found('provider: docker, ', groups)).toBe('10.8.0.0/16')
    expect(await found('provider: docker, internal_cidr: 10.9.0.0/16, ', groups)).toBe('10.9.0.0/16')
  })

  it('as swarm master is the first hive of its own stage', async () => {
    expect(await variable({}, 'p-hive1.example', 'hive_swarm_master')).toBe('p-hive0.example')
    expect(await variable({}, 's-node1.example', 'hive_swarm_master')).toBe('s-node0.example')
    expect(await variable({}, 'p-hive0.example', 'hive_swarm_master', {firstHive: 1})).toBe('p-hive1.example')
  })
})

describe('a service', () => {
  const service = (text: string): Promise<unknown> => {
    const file = `plugin: hive_services\nservices:\n  web:\n${text.replaceAll(/^/gm, '    ')}`
    return makeProject({'inventory/hive.yml': hive, 'inventory/web.yml': file}).then(async root => {
      const {entries} = await loadInventory(await inventoryRequest(root))
      const own = entries.filter(({kind, origin}) => kind !== 'network' && origin.path[0] === 'services')
      return own.map(({name, groups, variables}) => [
        name,
        groups.join(' '),
        Object.fromEntries([...variables].map(([key, {value}]) => [key, value])),
      ])
    })
  }

  it('that runs systemd is given what that needs', async () => {
    expect(
      await service(
        'standalone: true\nimage: {from: almalinux:9, roles: [a], standalone: false}\nvolumes: [{source: d, target: /d}]\ncap_add: [SYSLOG, NET_RAW]\ncommand: [/sbin/init]\n',
      ),
    ).toEqual([
      [
        'web',
        'services private staging production',
        {
          hive_standalone: true,
          hive_image_name: 'image_web',
          hive_volumes: [
            {source: '', target: '/run', type: 'tmpfs'},
            {source: '', target: '/tmp', type: 'tmpfs'},
            {source: '', target: '/sys/fs/cgroup', type: 'tmpfs'},
            {source: 'd', target: '/d'},
          ],
          hive_cap_add: ['SYSLOG', 'NET_RAW', 'NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE', 'AUDIT_CONTROL'],
          hive_command: ['/sbin/init'],
        },
      ],
      [
        'image_web',
        'images private staging production',
        {hive_from: 'almalinux:9', hive_roles: ['a'], hive_standalone: false, hive_privileged: true},
      ],
    ])
  })

  it('brings a volume into the stages it is for', async () => {
    expect(
      await service(
        'available_on: [private, staging]\nvolumes:\n- {source: a1, target: /a, drbd: {size: 1G, available_on: [production]}}\n- {source: a2, target: /b, driver: local, driver_opts: {type: xfs}}\n',
      ),
    ).toEqual([
      [
        'web',
        'services private staging',
        {
          hive_volumes: [
            {source: 'a1', target: '/a'},
            {source: 'a2', target: '/b'},
          ],
        },
      ],
      [
        'volume_a1',
        'drbd_volumes production',
        {hive_volume: {name: 'a1', drbd: {size: '1G', available_on: ['production'], device_id: 1}}},
      ],
      [
        'volume_a2',
        'volumes private staging',
        {hive_volume: {name: 'a2', driver: 'local', driver_options: {type: 'xfs'}}},
      ],
    ])
  })

  it('may leave out the protocol of a port', async () => {
    expect(await service('ports: [{target_port: 80, mode: host}, "53/udp", "8443:443"]\n')).toEqual([
      [
        'web',
        'services private staging production',
        {
          hive_ports: [
            {target_port: 80, published_port: 61_001, protocol: 'tcp', mode: 'host'},
            {target_port: 53, published_port: 61_002, protocol: 'udp'},
            {target_port: 443, published_port: 8443, protocol: 'tcp'},
          ],
        },
      ],
    ])
  })
})

describe('loadInventory', () => {
  it('reads files of sub-directories, in the order of names, and skips what Ansible skips', async () => {
    const file = (name: string): string => `plugin: hive_services\nservices:\n  ${name}: {ports: ["80"]}\n`
    const root = await makeProject({
      'inventory/hive.yml': hive,
      'inventory/b.yaml': file('b'),
      'inventory/a/z.yml': file('az'),
      'inventory/.hidden.yml': 'nonsense',
      'inventory/notes.md': 'nonsense',
      'inventory/old.yml.bak': 'nonsense',
      'inventory/backup.yml~': 'nonsense',
      'inventory/x.cfg': 'nonsense',
    })
    const {publishedPorts} = await loadInventory(await inventoryRequest(root))
    expect(publishedPorts).toEqual({az80: 61_001, b80: 61_002})
  })

  it('refuses a first hive that runs no services', async () => {
    const request = await inventoryRequest(await makeProject({'inventory/hive.yml': hive}), {
      activeStage: 'staging',
      firstHive: 2,
    })
    await expect(loadInventory(request)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [HiveError: The inventory has a problem.

      inventory/hive.yml:11:3 stages/staging: server 2 shall start the swarm (variable first_hive), but it is not one that runs services.
        11 |   staging:
           |   ^]
    `)
  })

  it('warns of group_vars that are nearly those of a group, and of reserved names', async () => {
    const root = await makeProject({
      'inventory/hive.yml': hive,
      'inventory/web.yml': 'plugin: hive_services\nservices: {hive-web: {image: nginx}}\n',
      'inventory/group_vars/service.yml': 'a: 1\n',
      'inventory/group_vars/whatever.yml': 'a: 1\n',
    })
    const {warnings} = await loadInventory(await inventoryRequest(root))
    expect(warnings).toMatchInlineSnapshot(`
      [
        "group_vars/service has no effect, because there is no such group. Did you mean services?",
        "Service hive-web has a name that begins with hive-, which is reserved for hive itself.",
      ]
    `)
  })

  it('says what it can not read', async () => {
    const root = await makeProject({'inventory/hive.yml': hive})
    await symlink('/nowhere', join(root, 'inventory/broken.yml'))
    await symlink('circle.yml', join(root, 'inventory/circle.yml'))
    await writeFile(join(root, 'inventory/huge.yml'), 'x'.repeat(5_000_001))
    await mkdir(join(root, 'inventory/group_vars'))
    await symlink('/nowhere', join(root, 'inventory/group_vars/all.yml'))
    await expect(loadInventory(await inventoryRequest(root))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [HiveError: The inventory has 4 problems.

      inventory/broken.yml:1:1: this file can not be read: it does not exist.

      inventory/circle.yml:1:1: this file can not be read: its symbolic links lead in a circle.

      inventory/group_vars/all.yml:1:1: this file can not be read: it does not exist.

      inventory/huge.yml:1:1: this file has 5000001 bytes; no file of more than 5000000 is read.]
    `)
  })
})
