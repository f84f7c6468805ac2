import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {describe, expect, it} from 'vitest'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {inventoryList} from '../../src/inventory/list-inventory.ts'
import {loadInventory} from '../../src/inventory/load-inventory.ts'
import {inventoryRequest} from '../support/inventory-request.ts'
import {makeProject} from '../support/project.ts'

const files = {
  'inventory/hive.yml': `plugin: hive_inventory
name: example
stages:
  private: {provider: docker, cidr: 192.168.56.0/24, separate_repository: false, number_of_hosts: 3}
  production: {provider: docker, cidr: 192.168.57.0/24}
`,
  'inventory/services.yml': `plugin: hive_services
available_on: [private]
services:
  web: {image: {from: nginx, roles: [app]}, environment: {A: !unsafe "{{ x }}", B: "日本"}}
  db:
    image: mariadb
    volumes: [{source: data, target: /data, drbd: {size: 1G}}]
networks: {front: {driver: overlay}}
`,
  'inventory/group_vars/all': 'a: all\nb: all\nc: all\nlist: [1, 2.0, yes, y, ~, 010, 2020-01-02]\n',
  'inventory/group_vars/hosts.yml': 'a: hosts\nb: hosts\n',
  'inventory/group_vars/servers/1.yml': 'a: servers 1\n',
  'inventory/group_vars/servers/2.yml': 'a: servers 2\nmapping: {x: 1}\n',
  'inventory/group_vars/hives.json': '{"b": "hives", "mapping": {"y": 2}}',
  'inventory/group_vars/private.yaml': 'a: private\nc: private\n',
  'inventory/group_vars/services.yml': 'a: services\n',
  'inventory/group_vars/images.yml': 'a: images\n',
  'inventory/group_vars/first_hive.yml': 'c: first_hive\n',
  'inventory/host_vars/web.yml': 'hive_image_name: other\n',
  'inventory/host_vars/p-hive1.example/x.yml':
    'hive_private_ip: 10.0.0.1\nv: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n',
}

describe('hive inventory --list', () => {
  it('prints what ansible-inventory prints of the same groups, objects and variables files', async () => {
    const root = await makeProject(files)
    const inventory = await loadInventory(await inventoryRequest(root))
    const twin = await makeProject(withoutPlugins())
    await writeFile(join(twin, 'inventory/static.yml'), JSON.stringify(staticInventory(inventory)))
    const {stdout} = await execa('ansible-inventory', ['-i', join(twin, 'inventory'), '--list'])
    expect(JSON.parse(JSON.stringify(compared(inventory)))).toEqual(JSON.parse(stdout))
  }, 60_000)
})

function withoutPlugins(): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => /_vars\//.test(name)))
}

/** The same groups and objects, without a plugin; what hive computes itself is left out. */
function staticInventory({groups, entries}: Inventory): object {
  const group = (name: string): object => ({
    hosts: Object.fromEntries(groups.hosts(name).map(host => [host, {}])),
    children: Object.fromEntries(groups.children(name).map(child => [child, group(child)])),
  })
  const hosts = entries.map(({name, variables}) => [
    name,
    Object.fromEntries(
      [...variables].filter(([key]) => key !== 'hive_environment').map(([key, {value}]) => [key, value]),
    ),
  ])
  const children = Object.fromEntries(groups.topLevel().map(name => [name, group(name)]))
  return {all: {hosts: Object.fromEntries(hosts), children}}
}

function compared(inventory: Inventory): object {
  const {_meta, ...groups} = inventoryList(inventory)
  const hostvars = inventory.entries.map(entry => {
    const own = new Set(['a', 'b', 'c', 'v', 'list', 'mapping', ...entry.variables.keys(), 'hive_private_ip'])
    const variables = Object.entries(_meta.hostvars[entry.name] ?? {})
    return [entry.name, Object.fromEntries(variables.filter(([name]) => own.has(name) && name !== 'hive_environment'))]
  })
  return {...groups, _meta: {hostvars: Object.fromEntries(hostvars)}}
}
