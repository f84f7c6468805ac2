import {expect, test} from 'vitest'
import {withoutOwnSecrets} from '../../src/shell/own-secrets.ts'

test('programs that hive starts get no secret of its own, and everything else', () => {
  const environment = {HIVE_CONTEXT_KEY: 'a', HIVE_GITLAB_TOKEN: 'b', HIVE_STAGE: 'c', SHOP_PASSWORD: 'd', PATH: '/bin'}
  expect({...environment, ...withoutOwnSecrets(environment)}).toEqual({
    HIVE_CONTEXT_KEY: undefined,
    HIVE_GITLAB_TOKEN: undefined,
    HIVE_STAGE: 'c',
    SHOP_PASSWORD: 'd',
    PATH: '/bin',
  })
})
