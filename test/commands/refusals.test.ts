import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type HiveProject, hiveProject, inventory} from '../support/hive-project.ts'

let project: HiveProject

beforeEach(async () => {
  project = await hiveProject()
})

afterEach(() => project.remove())

describe('hive refuses', () => {
  test.for([
    [
      'an unknown command',
      'build-infa',
      2,
      'Error: Unknown command "build-infa". Did you mean build-infra? Run "hive --help" for the list.\nCode: USAGE',
    ],
    [
      'an unknown option',
      'setup-hosts --check-mood',
      2,
      'Error: "hive setup-hosts" has no option --check-mood. Did you mean --check-mode? Run "hive setup-hosts --help" for the list.\nCode: USAGE',
    ],
    [
      'a stage that does not exist',
      '-s test build-infra',
      2,
      'Error: Expected --stage=test to be one of: private, staging, production\nSee more help with --help',
    ],
    [
      'an argument that is missing',
      'set stage',
      2,
      'Error: Missing 1 required arg:\nvalue  Its value, or "-".\nSee more help with --help',
    ],
    [
      'a stage that is not described',
      '-s production list-hosts',
      1,
      'Error: Stage production is not described in hive.yml, which has private, staging.\nTry this: Describe stage production in hive.yml, or choose another one with -s or hive set stage.\nCode: INVENTORY_INVALID',
    ],
    [
      'an entry of no_proxy that not all clients understand',
      'set no_proxy *.corp.example',
      1,
      'Error: Variable no_proxy has "*.corp.example": many clients know no *; write a domain as .example.com.\nTry this: Set it with "hive set no_proxy NAME,.DOMAIN,ADDRESS,NETWORK"; "" takes it back.\nCode: VARIABLE_INVALID',
    ],
    [
      'a registry mirror no engine would start with',
      'set registry_mirror https://mirror.example/hub',
      1,
      'Error: Variable registry_mirror is "https://mirror.example/hub", but an engine takes a mirror of Docker Hub without a path only.\nTry this: Set it with "hive set registry_mirror HOST:PORT", or use image_mirror, which may have a path.\nCode: VARIABLE_INVALID',
    ],
    [
      'to log in before the hosts are made',
      'ssh',
      1,
      'Error: The hosts of this stage are not known yet: there is no file <project>/.hive/private/ssh_config.\nTry this: Run "hive build-infra" first: it makes the hosts and writes how to reach them.\nCode: CONTEXT_INVALID',
    ],
  ] as const)('%s', async ([, argv, status, message]) => {
    expect(await project.hive(...argv.split(' '))).toEqual({status, stdout: '', stderr: message})
  })

  test('with a code under --json, on standard output', async () => {
    const {status, stdout, stderr} = await project.hive('list-host', '--json')
    expect({status, error: JSON.parse(stdout).error, stderr}).toEqual({
      status: 2,
      error: {
        code: 'USAGE',
        message: 'Unknown command "list-host". Did you mean list-hosts? Run "hive --help" for the list.',
        suggestions: [],
      },
      stderr: '',
    })
  })

  test('an inventory with a mistake, before it does anything', async () => {
    const broken = {
      ...inventory,
      'inventory/hive.yml': inventory['inventory/hive.yml'].replace('number_of_hosts: 2', 'number_of_hots: 2'),
    }
    const other = await hiveProject(broken)
    const {status, stderr} = await other.hive('all')
    await other.remove()
    expect(status).toBe(1)
    expect(stderr).toMatchInlineSnapshot(`
      "Error: The inventory has a problem.

      inventory/hive.yml:7:5 stages/private/number_of_hots: this attribute is not known. Did you mean number_of_hosts?
        7 |     number_of_hots: 2
          |     ^
      Code: INVENTORY_INVALID"
    `)
  })
})
