import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {inventoryList} from '../../src/inventory/list-inventory.ts'
import {loadInventory} from '../../src/inventory/load-inventory.ts'
import {stageRulesOfPlugins} from '../support/stage-rules.ts'

const cases = join(import.meta.dirname, '../fixtures/oracle/inventory')
const stageRules = await stageRulesOfPlugins()

describe('hive inventory --list', () => {
  it.each(readdirSync(cases))('agrees with what hive-builder printed for project %s', async name => {
    const rootDirectory = join(cases, name)
    const inventory = await loadInventory({
      rootDirectory,
      inventoryDirectory: join(rootDirectory, 'inventory'),
      activeStage: 'private',
      firstHive: 0,
      stageRules,
      publishedPorts: {},
      deviceIds: {},
    })
    const expected: unknown = JSON.parse(readFileSync(join(rootDirectory, 'expected.json'), 'utf8'))
    expect(reduced(JSON.parse(JSON.stringify(inventoryList(inventory))))).toEqual(expected)
  })
})

type Json = Record<string, unknown>

/** The reduction that oracle/README.md describes. */
function reduced(
  list: Record<string, {hosts?: string[]; children?: string[]}> & {_meta: {hostvars: Record<string, Json>}},
) {
  const {_meta, all, ...groups} = list
  const members = (name: string): string[] => [
    ...(groups[name]?.hosts ?? []),
    ...(groups[name]?.children ?? []).flatMap(members),
  ]
  const servers = new Set(members('hosts'))
  return {
    groups: Object.fromEntries(Object.keys(groups).map(name => [name, [...new Set(members(name))].toSorted()])),
    hostvars: Object.fromEntries(
      Object.entries(_meta.hostvars).map(([host, variables]) => [host, compared(variables, servers.has(host))]),
    ),
  }
}

function compared(variables: Json, isServer: boolean): Json {
  const entries = Object.entries(variables).filter(([name]) => {
    if (name === 'domain' || name === 'site_email') return true
    if (!name.startsWith('hive_') || leftOut.some(prefix => name.startsWith(prefix))) return false
    return isServer || !['hive_provider', 'hive_custom_hostname'].includes(name)
  })
  return Object.fromEntries(entries)
}

const leftOut = [
  'hive_swarm_master',
  'hive_safe_',
  'hive_registry',
  'hive_published_ports_',
  'hive_zabbix_',
  'hive_ca_',
  'hive_home_dir',
  'hive_stage',
  'hive_phase',
  'hive_context_dir',
  'hive_root_dir',
  'hive_temp_dir',
  'hive_shared_repository_path',
  'hive_published_ip',
]
