import {readFile, stat, writeFile} from 'node:fs/promises'
import {beforeEach, expect, it} from 'vitest'
import {ensureContextDirectory} from '../../src/context/directory.ts'
import {
  ensureRegistryPassword,
  readRegistryPassword,
  registryPasswordPath,
} from '../../src/context/registry-password.ts'
import type {Site} from '../../src/site/site.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

let site: Site

beforeEach(async () => {
  site = makeSite({contextDirectory: await temporaryDirectory('password')})
})

it('is made once, of letters and digits, for nobody else to read', async () => {
  expect(await readRegistryPassword(site)).toBeUndefined()
  const made = await Promise.all([ensureRegistryPassword(site), ensureRegistryPassword(site)])
  const [first, second] = made.map(password => password.reveal())
  expect(first).toMatch(/^[A-Za-z0-9]{15}$/)
  expect(second).toBe(first)
  expect(await readFile(registryPasswordPath(site), 'utf8')).toBe(`${first}\n`)
  expect((await stat(registryPasswordPath(site))).mode & 0o777).toBe(0o600)
})

it('may be any text an operator put there, but not nothing', async () => {
  await writeFile(registryPasswordPath(site), 'pass word\r\n')
  expect((await ensureRegistryPassword(site)).reveal()).toBe('pass word')
  await writeFile(registryPasswordPath(site), '\n')
  await expect(ensureRegistryPassword(site)).rejects.toMatchObject({code: 'CONTEXT_INVALID'})
})

it('lives in a directory nobody else may enter', async () => {
  const inner = {...site, contextDirectory: `${site.contextDirectory}/.hive/private`}
  await ensureContextDirectory(inner)
  expect((await stat(inner.contextDirectory)).mode & 0o777).toBe(0o700)
  await writeFile(`${site.contextDirectory}/file`, '')
  const blocked = {...site, contextDirectory: `${site.contextDirectory}/file/private`}
  await expect(ensureContextDirectory(blocked)).rejects.toMatchObject({code: 'CONTEXT_INVALID'})
  await expect(ensureRegistryPassword(blocked)).rejects.toMatchObject({code: 'CONTEXT_INVALID'})
})
