import {glob, readFile} from 'node:fs/promises'
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

test('every file that starts a program leaves them out, or gives it an environment of its own', async () => {
  const files = await Array.fromAsync(glob('{src,plugins/*/src}/**/*.ts'))
  const texts = await Promise.all(files.map(async file => [file, await readFile(file, 'utf8')] as const))
  const starting = texts.filter(([, text]) => /\b(execa|spawn|execFile)\(/.test(text))
  expect(starting.length).toBeGreaterThan(5)
  const careless = starting.filter(([, text]) => !/withoutOwnSecrets\(process\.env\)|extendEnv: false/.test(text))
  expect(careless.map(([file]) => file)).toEqual([])
})
