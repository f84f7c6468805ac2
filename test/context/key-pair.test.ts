import {execFile} from 'node:child_process'
import {chmod, readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {beforeEach, expect, it} from 'vitest'
import {ensureKeyPair, readKeyPair} from '../../src/context/key-pair.ts'
import type {Site} from '../../src/site/site.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

let site: Site

beforeEach(async () => {
  site = makeSite({contextDirectory: await temporaryDirectory('key-pair')})
})

it('makes a key pair ssh-keygen agrees with, readable by nobody else', async () => {
  const {privateKeyPath, publicKey} = await ensureKeyPair(site)
  const {stdout} = await promisify(execFile)('ssh-keygen', ['-y', '-f', privateKeyPath])
  expect(stdout.trim()).toBe(publicKey)
  expect(publicKey).toMatch(/^ssh-rsa \S+ hive-example-private$/)
  expect(await readFile(`${privateKeyPath}.pub`, 'utf8')).toBe(`${publicKey}\n`)
  expect((await stat(privateKeyPath)).mode & 0o777).toBe(0o600)
})

it('keeps the key it finds, takes it away from others, and restores the public file', async () => {
  const first = await ensureKeyPair(site)
  await chmod(first.privateKeyPath, 0o644)
  await writeFile(`${first.privateKeyPath}.pub`, 'nonsense\n')
  const again = await ensureKeyPair(site)
  expect(again.publicKey).toBe(first.publicKey)
  expect(await readFile(`${first.privateKeyPath}.pub`, 'utf8')).toBe(`${first.publicKey}\n`)
  expect((await stat(first.privateKeyPath)).mode & 0o777).toBe(0o600)
})

it('uses the key hive_private_key_path names', async () => {
  const {privateKeyPath, publicKey} = await ensureKeyPair(site)
  const other = makeSite({
    contextDirectory: await temporaryDirectory('other'),
    motherVariables: {hive_private_key_path: privateKeyPath},
  })
  expect((await ensureKeyPair(other)).publicKey).toBe(publicKey)
  expect(await readKeyPair({...other, mother: makeSite().mother})).toBeUndefined()
})

it.each([
  ['is damaged', 'hello'],
  ['is empty', ''],
  ['is a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPmt2mwRBxU6DbI6ETBVkw3X38RvKIiLPdaqbFrx9lZc'],
])('says so when the private key %s', async (_what, text) => {
  const path = join(site.contextDirectory, 'id_rsa')
  await writeFile(path, text)
  await expect(ensureKeyPair(site)).rejects.toMatchObject({
    code: 'CONTEXT_INVALID',
    message: expect.stringContaining(`${path} is no private key hive can use: `),
  })
  expect(await readFile(path, 'utf8')).toBe(text)
})

it('says so when the private key has a passphrase', async () => {
  const path = join(site.contextDirectory, 'id_rsa')
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', path])
  await expect(ensureKeyPair(site)).rejects.toThrow('no passphrase given')
})
