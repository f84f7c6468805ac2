import {chmod, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {generateIdentity} from 'age-encryption'
import {beforeEach, describe, expect, test} from 'vitest'
import {fileStore} from '../../src/context-store/file-store.ts'
import {pullContext} from '../../src/context-store/pull.ts'
import {type Alone, pushContext} from '../../src/context-store/push.ts'
import {contextState} from '../../src/context-store/state.ts'
import type {ContextStore} from '../../src/context-store.ts'
import {type Secret, secret} from '../../src/shell/secret.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

let place: string
let store: ContextStore
let keys: readonly Secret[]

beforeEach(async () => {
  place = await temporaryDirectory('store')
  const {settings} = makeSite()
  store = await fileStore.open({address: place, site: 'shop', stage: 'staging', settings, environment: {}})
  keys = [secret(await generateIdentity())]
})

async function contextWith(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(await temporaryDirectory('context'), 'staging')
  await mkdir(directory, {mode: 0o700})
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text, {mode: 0o644})
  return directory
}

/** Nothing else works in these directories. */
const alone: Alone = work => work()
const push = (directory: string) => pushContext({store, directory, keys, alone})
const pull = (directory: string, force = false) => pullContext({store, directory, keys, alone, force})
const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('a context', () => {
  test('comes back as it was, for nobody else to read', async () => {
    const here = await contextWith({id_rsa: 'key', tool: '#!/bin/sh'})
    await mkdir(join(here, 'ca'))
    await writeFile(join(here, 'ca/cakey.pem'), 'ca key')
    await chmod(join(here, 'tool'), 0o755)
    await symlink('id_rsa', join(here, 'link'))
    await writeFile(join(here, 'lock'), 'of this machine')
    expect(await push(here)).toEqual({outcome: 'pushed', version: 1})

    const there = await contextWith({})
    expect(await pull(there)).toEqual({outcome: 'pulled', version: 1})
    expect((await readdir(there)).toSorted()).toEqual(['.store.json', 'ca', 'id_rsa', 'link', 'tool'])
    expect(await readFile(join(there, 'ca/cakey.pem'), 'utf8')).toBe('ca key')
    expect(await readlink(join(there, 'link'))).toBe('id_rsa')
    const modes = await Promise.all(['.', 'ca', 'ca/cakey.pem', 'id_rsa', 'tool'].map(name => mode(join(there, name))))
    expect(modes).toEqual(['700', '700', '600', '600', '700'])
    expect(await contextState(store, there)).toEqual({latest: 1, version: 1, isChanged: false})
  })

  test('is stored sealed', async () => {
    await push(await contextWith({id_rsa: 'a key in the clear'}))
    const stored = await readFile(join(place, 'shop-staging/1.age'))
    expect(stored.includes('a key in the clear')).toBe(false)
    expect(stored.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect(await mode(join(place, 'shop-staging/1.age'))).toBe('600')
  })

  test('is not stored twice when nothing changed, nor when there is none', async () => {
    const here = await contextWith({id_rsa: 'key'})
    await push(here)
    expect(await push(here)).toEqual({outcome: 'unchanged', version: 1})
    expect(await pull(here)).toEqual({outcome: 'unchanged', version: 1})
    await rm(place, {recursive: true})
    expect(await push(await contextWith({}))).toEqual({outcome: 'empty', version: 0})
    expect(await pull(await contextWith({}))).toEqual({outcome: 'empty', version: 0})
  })

  test('can be opened with the old key while a new one seals, and not with another', async () => {
    const here = await contextWith({id_rsa: 'key'})
    await push(here)
    const renewed = [secret(await generateIdentity()), ...keys]
    await writeFile(join(here, 'id_rsa'), 'new key')
    await pushContext({store, directory: here, keys: renewed, alone})
    const there = await contextWith({})
    await expect(pull(there)).rejects.toMatchObject({code: 'CONTEXT_INVALID'})
    expect(await readdir(there)).toEqual([])
    expect(await pullContext({store, directory: there, keys: renewed, alone, force: false})).toEqual({
      outcome: 'pulled',
      version: 2,
    })
  })
})

describe('two who change the same context', () => {
  test('keep both changes when they are in different files', async () => {
    const one = await contextWith({a: '1', b: '1', c: '1', d: '1'})
    await push(one)
    const [two, three] = [await contextWith({}), await contextWith({})]
    await pull(two)
    await pull(three)
    await writeFile(join(one, 'a'), 'of one')
    await rm(join(one, 'c'))
    await writeFile(join(two, 'b'), 'of two')
    await writeFile(join(two, 'a new one'), 'of two')
    await rm(join(two, 'd'))
    await push(one)
    expect(await push(two)).toEqual({outcome: 'pushed', version: 3})
    expect(await push(two)).toEqual({outcome: 'unchanged', version: 3})
    await pull(three)
    for (const directory of [two, three]) {
      expect((await readdir(directory)).toSorted()).toEqual(['.store.json', 'a', 'a new one', 'b'])
      expect(await readFile(join(directory, 'a'), 'utf8')).toBe('of one')
      expect(await readFile(join(directory, 'b'), 'utf8')).toBe('of two')
    }
    expect(await pull(one)).toEqual({outcome: 'pulled', version: 3})
  })

  test('at the very same moment, in different files: all of them are stored', async () => {
    await push(await contextWith({a: '1'}))
    const others = await Promise.all(Array.from({length: 4}, () => contextWith({})))
    await Promise.all(others.map(other => pull(other)))
    await Promise.all(others.map((other, index) => writeFile(join(other, `of ${index}`), '')))
    const results = await Promise.all(others.map(push))
    expect(results.map(({version}) => version).toSorted()).toEqual([2, 3, 4, 5])
    const all = await contextWith({})
    await pull(all)
    expect((await readdir(all)).toSorted()).toEqual(['.store.json', 'a', 'of 0', 'of 1', 'of 2', 'of 3'])
  })

  test('who made the same change twice are content with one of them', async () => {
    const [one, two] = [await contextWith({a: '1'}), await contextWith({})]
    await push(one)
    await pull(two)
    for (const directory of [one, two]) await writeFile(join(directory, 'a'), 'of both')
    await push(one)
    expect(await push(two)).toEqual({outcome: 'pushed', version: 2})
  })

  test('do not lose each other in the same file: the second is refused', async () => {
    const [one, two] = [await contextWith({a: '1'}), await contextWith({})]
    await push(one)
    await pull(two)
    await writeFile(join(one, 'a'), 'of one')
    await writeFile(join(two, 'a'), 'of two')
    await push(one)
    await expect(push(two)).rejects.toMatchObject({
      code: 'CONTEXT_CONFLICT',
      message: `${store.place} has version 2 of the context, and this directory is based on version 1; both changed a. Nothing was stored.`,
    })
    await expect(pull(two)).rejects.toMatchObject({code: 'CONTEXT_CONFLICT'})
    expect(await readFile(join(two, 'a'), 'utf8')).toBe('of two')
    expect(await pull(two, true)).toEqual({outcome: 'pulled', version: 2})
    expect(await readFile(join(two, 'a'), 'utf8')).toBe('of one')
  })

  test('at the very same moment: one is stored and the others are told', async () => {
    const base = await contextWith({a: '1'})
    await push(base)
    const others = await Promise.all(Array.from({length: 8}, () => contextWith({})))
    await Promise.all(others.map(other => pull(other)))
    await Promise.all(others.map((other, index) => writeFile(join(other, 'a'), `of ${index}`)))
    const results = await Promise.allSettled(others.map(push))
    expect(results.filter(({status}) => status === 'fulfilled').length).toBe(1)
    expect((await readdir(join(place, 'shop-staging'))).toSorted()).toEqual(['1.age', '2.age'])
  })

  test('a directory that never met the store is not written over', async () => {
    await push(await contextWith({a: '1'}))
    const stranger = await contextWith({a: 'mine'})
    await expect(pull(stranger)).rejects.toMatchObject({code: 'CONTEXT_CONFLICT'})
    await expect(push(stranger)).rejects.toMatchObject({code: 'CONTEXT_CONFLICT'})
    expect(await readFile(join(stranger, 'a'), 'utf8')).toBe('mine')
  })
})

test('a push whose answer got lost is known for what it is when it is tried again', async () => {
  const here = await contextWith({a: '1'})
  const losing: ContextStore = {
    ...store,
    async write(version, sealed) {
      await store.write(version, sealed)
      throw new Error('no answer')
    },
  }
  await expect(pushContext({store: losing, directory: here, keys, alone})).rejects.toThrow('no answer')
  expect(await push(here)).toEqual({outcome: 'pushed', version: 1})
  expect(await push(here)).toEqual({outcome: 'unchanged', version: 1})
})

test('a pull that was killed half way is made good by the next', async () => {
  const here = await contextWith({a: '1'})
  await push(here)
  await writeFile(join(`${here}`, 'b'), 'not pushed')
  await rename(here, `${here}.before-pull`)
  await expect(pull(here)).rejects.toMatchObject({code: 'CONTEXT_CONFLICT'})
  expect(await readFile(join(here, 'b'), 'utf8')).toBe('not pushed')
})
