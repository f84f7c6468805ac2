import {expect, test} from 'vitest'
import {defineClusterRole, defineHostRole} from '../../src/role.ts'
import {roleImages} from '../../src/setup/role-images.ts'
import {makeSite} from '../support/site.ts'

const plain = {kind: 'host', resources: () => []} as const

test('images of roles are those of the hosts they run on, each once for each role', () => {
  const roles = [
    defineHostRole({...plain, name: 'every', group: 'servers', images: () => ['tool:1', 'other:1']}),
    defineHostRole({...plain, name: 'own', group: 'repository', images: ({shortName}) => [`${shortName}:1`]}),
    defineHostRole({...plain, name: 'elsewhere', group: 'servers', appliesTo: () => false, images: () => ['never:1']}),
    defineHostRole({...plain, name: 'none', group: 'servers'}),
    defineClusterRole({name: 'cluster', plan: async () => []}),
  ]
  const site = makeSite({hosts: 2})
  const repository = site.hosts.find(({isRepository}) => isRepository)
  expect(roleImages(roles, site)).toEqual([
    {role: 'every', reference: 'tool:1'},
    {role: 'every', reference: 'other:1'},
    {role: 'own', reference: `${repository?.shortName}:1`},
  ])
})
