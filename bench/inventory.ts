import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {median, timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'

const repository = join(import.meta.dirname, '..')

/** `hive inventory --list` of six services against `ansible-inventory --list` of the same objects, written out. */
export async function benchInventory(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-bench-'))
  try {
    await writeProject(directory)
    const listed = await ours(directory)
    await writeFile(join(directory, 'static.json'), staticInventory(JSON.parse(listed)))
    const own = median(await timed(9, () => ours(directory)))
    const theirs = median(await timed(5, () => ansible(directory)))
    printTable('list the inventory of four hosts and six services', [
      ['', 'time', 'against hive'],
      ['hive inventory --list', seconds(own), ratio(own, own)],
      ['ansible-inventory --list, static JSON', seconds(theirs), ratio(theirs, own)],
    ])
    printTable('bars', [['<= 0.27 s, half of hive-builder', seconds(own), own <= 0.27 ? 'met' : 'missed']])
  } finally {
    await rm(directory, {recursive: true})
  }
}

async function ours(cwd: string): Promise<string> {
  return (await execa(join(repository, 'bin/hive'), ['inventory', '--list'], {cwd})).stdout
}

async function ansible(cwd: string): Promise<void> {
  await execa('ansible-inventory', ['-i', 'static.json', '--list'], {cwd})
}

async function writeProject(directory: string): Promise<void> {
  await mkdir(join(directory, 'inventory/group_vars'), {recursive: true})
  await writeFile(
    join(directory, 'inventory/hive.yml'),
    'plugin: hive_inventory\nname: bench\nstages:\n  private: {provider: docker, cidr: 172.29.1.0/24}\n',
  )
  await writeFile(join(directory, 'inventory/services.yml'), `plugin: hive_services\nservices:\n${services()}`)
  await writeFile(join(directory, 'inventory/group_vars/all.yml'), 'domain: example.com\n')
}

function services(): string {
  return Array.from({length: 6}, (_, index) =>
    [
      `  web${index}:`,
      `    image: {from: "debian:12", roles: [web]}`,
      `    ports: ["80${index}0:80"]`,
      `    environment: {DOMAIN: "{{ domain }}"}`,
      `    volumes: [{source: data${index}, target: /data, type: volume}]`,
      '',
    ].join('\n'),
  ).join('')
}

interface Listed {
  readonly _meta: {readonly hostvars: Readonly<Record<string, object>>}
  readonly [group: string]: unknown
}

/** The same objects and groups as a plain inventory file of Ansible. */
function staticInventory({_meta, ...groups}: Listed): string {
  const children = Object.entries(groups).map(([name, group]) => [name, withMappings(group)])
  return JSON.stringify({all: {hosts: _meta.hostvars, children: Object.fromEntries(children)}})
}

function withMappings(group: unknown): object {
  const {hosts = [], children = []}: {hosts?: string[]; children?: string[]} = Object(group)
  const keys = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, {}]))
  return {hosts: keys(hosts), children: keys(children)}
}
