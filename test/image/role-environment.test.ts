import {expect, test} from 'vitest'
import {roleEnvironment} from '../../src/image/role-environment.ts'
import {defineImageRole} from '../../src/role.ts'
import {makeImage} from '../support/image.ts'
import {makeSite} from '../support/site.ts'

const role = defineImageRole({
  name: 'trusting',
  resources: () => [],
  environment: () => ({BUNDLE: '/bundle.pem', EXTRA: '/extra.pem'}),
})
const plan = {
  image: makeImage('web', {env: {EXTRA: 'mine'}}),
  roles: [{kind: 'native' as const, name: 'trusting', role}],
}

test.each([
  ['nothing', null, ['BUNDLE=/bundle.pem']],
  ['another variable', ['PATH=/bin'], ['BUNDLE=/bundle.pem']],
  ['the same variable', ['PATH=/bin', 'BUNDLE=/own.pem'], undefined],
])('a role adds variables to a base that sets %s', (_what, base, wanted) => {
  expect(roleEnvironment(plan, makeSite(), base).Env).toEqual(wanted)
})
