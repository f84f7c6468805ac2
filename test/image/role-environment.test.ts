import {expect, test} from 'vitest'
import {roleEnvironment} from '../../src/image/role-environment.ts'
import {defineImageRole} from '../../src/role.ts'
import {makeImage} from '../support/image.ts'
import {makeSite} from '../support/site.ts'

test('a role gives its image variables, but for those the base or the inventory sets', () => {
  const role = defineImageRole({
    name: 'trust',
    resources: () => [],
    environment: () => ({OF_BASE: 'role', OF_IMAGE: 'role', OWN: '/etc/ca.pem'}),
  })
  const image = makeImage('web', {env: {OF_IMAGE: 'image'}})
  const roles = [
    {kind: 'native', name: 'trust', role},
    {kind: 'ansible', name: 'other', directory: '/r'},
  ] as const
  expect(roleEnvironment({image, roles}, makeSite(), ['PATH=/bin', 'OF_BASE=base'])).toEqual({Env: ['OWN=/etc/ca.pem']})
  expect(roleEnvironment({image, roles: []}, makeSite())).toEqual({})
  const ofNull = roleEnvironment({image, roles}, makeSite(), null)
  expect(ofNull).toEqual({Env: ['OF_BASE=role', 'OWN=/etc/ca.pem']})
})
