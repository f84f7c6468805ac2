import {expect, test} from 'vitest'
import {defineClusterRole, defineHostRole, defineProjectRole, type Role} from '../../src/role.ts'
import {setupSteps, stepName} from '../../src/setup/setup-steps.ts'
import {makeProject} from '../support/project.ts'
import {makeSite} from '../support/site.ts'

const host = (name: string) => defineHostRole({name, group: 'servers', resources: () => []})
const roles: readonly Role[] = [
  host('base'),
  defineProjectRole({name: 'addon', group: 'servers'}),
  host('docker'),
  defineClusterRole({name: 'swarm', plan: async () => []}),
  defineProjectRole({name: 'addon2', group: 'servers'}),
]

async function stepsOf(files: Readonly<Record<string, string>>) {
  const {settings} = makeSite({rootDirectory: await makeProject(files)})
  return (await setupSteps(roles, settings)).map(step => `${step.kind}: ${stepName(step)}`)
}

test('a project without roles of its own has one program for each host, and the cluster', async () => {
  expect(await stepsOf({})).toEqual(['hosts: base, docker', 'cluster: swarm'])
})

test('a native role of the project is a part of the program', async () => {
  const native = `export default {kind: 'host', name: 'x', group: 'servers', resources: () => []}`
  expect(await stepsOf({'roles/addon/role.ts': native, 'roles/addon2/role.ts': native})).toEqual([
    'hosts: base, addon, docker',
    'cluster: swarm',
    'hosts: addon2',
  ])
})

test('an Ansible role stands between what comes before and after it, and brings the python it needs', async () => {
  expect(await stepsOf({'roles/addon/tasks/main.yml': '[]', 'roles/addon2/tasks/main.yml': '[]'})).toEqual([
    'hosts: base, addon',
    'ansible: addon',
    'hosts: docker',
    'cluster: swarm',
    'hosts: addon2',
    'ansible: addon2',
  ])
})

test('a role for images is refused in the place of one for hosts', async () => {
  const image = `export default {kind: 'image', name: 'x', resources: () => []}`
  await expect(stepsOf({'roles/addon/role.ts': image})).rejects.toThrow(/roles\/addon\/role\.ts exports no host role/)
})
