import {tmpdir} from 'node:os'
import {resolve} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type HiveProject, hiveProject} from '../support/hive-project.ts'

let project: HiveProject

beforeEach(async () => {
  project = await hiveProject()
})

afterEach(() => project.remove())

describe('hive', () => {
  test.for([
    ['list-hosts', 'p-hive0.shop p-hive1.shop'],
    ['-s staging list-hosts', 's-hive0.shop s-hive1.shop'],
    ['list-services', 'web'],
    ['list-services --stage staging', 'web mail'],
    ['list-volumes', 'web_data'],
  ] as const)('%s prints names on one line', async ([argv, stdout]) => {
    expect(await project.hive(...argv.split(' '))).toEqual({status: 0, stdout, stderr: ''})
  })

  test('HIVE_ROOT_DIR names the project where no option does', async () => {
    const {stdout} = await execa(resolve('bin/hive'), ['list-hosts'], {
      cwd: tmpdir(),
      env: {PATH: process.env.PATH, HOME: project.directory, HIVE_ROOT_DIR: project.directory},
      extendEnv: false,
    })
    expect(stdout).toBe('p-hive0.shop p-hive1.shop')
  })

  test('all of a long output reaches a reader that takes its time, and one that leaves is no error', async () => {
    const piped = (reader: string) =>
      execa('sh', ['-c', `{ "$1" schema; echo $? >&2; } | ${reader}`, 'sh', resolve('bin/hive')])
    const {stdout} = await piped('{ sleep 1; cat; }')
    // More than a pipe has room for.
    expect(stdout.length).toBeGreaterThan(65_536)
    expect(JSON.parse(stdout)).toHaveProperty('$schema')
    expect((await piped('head -c 10')).stderr).toBe('0')
  })

  test('inventory prints the shape of ansible-inventory --list', async () => {
    const {stdout} = await project.hive('inventory', '--list')
    const {_meta, private: stage, services} = JSON.parse(stdout)
    expect({stage, services, environment: _meta.hostvars.web.hive_environment}).toEqual({
      stage: {hosts: ['p-mother.shop', 'p-hive0.shop', 'p-hive1.shop', 'web', 'hive_default_network']},
      services: {hosts: ['web', 'mail']},
      environment: {GREETING: '{{ hive_name }} on {{ hive_stage }}'},
    })
  })

  test('inventory --resolved evaluates templates for the active stage', async () => {
    const {stdout} = await project.hive('-s', 'staging', 'inventory', '--resolved', '--host', 'web')
    expect(JSON.parse(stdout).web.hive_environment).toEqual({GREETING: 'shop on staging'})
  })

  test('schema prints a JSON Schema', async () => {
    const {stdout} = await project.hive('schema', 'services')
    const {$schema, properties} = JSON.parse(stdout)
    expect({$schema, plugin: properties.plugin}).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      plugin: {type: 'string', const: 'hive_services'},
    })
  })

  test('set stores a variable for its stage and says so', async () => {
    const {stdout} = await project.hive('-s', 'staging', 'set', 'http_proxy', 'proxy:3128')
    expect(stdout).toBe('http_proxy = proxy:3128 (staging)')
    expect((await project.hive('set', 'stage', 'staging', '--json')).stdout).toBe(
      '{\n  "name": "stage",\n  "key": "global",\n  "shown": "staging"\n}',
    )
    expect((await project.hive('list-hosts')).stdout).toBe('s-hive0.shop s-hive1.shop')
  })

  test('what is set to go directly is in the list for every client', async () => {
    await project.hive('set', 'no_proxy', 'git.corp,10.8.0.0/16')
    const {stdout} = await project.hive('proxy', 'show', '--json')
    const shown = JSON.parse(stdout).flatMap(({lines}: {lines: string[]}) => lines)
    expect(shown.filter((line: string) => /^no_proxy=.*\bgit\.corp\b.*,10\.8\.0\.0\/16/.test(line))).toHaveLength(2)
    expect((await project.hive('proxy', 'explain', 'https://10.8.1.2/', '--as', 'docker')).stdout).toContain(
      'NO_PROXY has 10.8.0.0/16',
    )
  })

  test('init makes the directory of the state once', async () => {
    expect((await project.hive('init')).stdout).toBe('<project>/.hive was made.')
    expect((await project.hive('init')).stdout).toBe('<project>/.hive is there already.')
  })

  test('get-install-dir prints where hive is', async () => {
    expect((await project.hive('get-install-dir')).stdout).toBe(process.cwd())
  })

  test('--version tells the version', async () => {
    expect((await project.hive('--version')).stdout).toMatch(
      /^@hive-ci\/cli\/\d+\.\d+\.\d+ linux-\w+ node-v\d+\.\d+\.\d+$/,
    )
  })
})
