import {mkdir, readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {expect, it} from 'vitest'
import {makePrivateDirectory} from '../../src/ansible/private-directory.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

it('is readable by nobody else, and is gone when it is removed', async () => {
  const parent = join(await temporaryDirectory('private'), 'shared')
  const directory = await makePrivateDirectory(parent)
  expect((await stat(directory.path)).mode & 0o7777).toBe(0o700)
  expect((await stat(parent)).mode & 0o7777).toBe(0o1777)
  await directory.remove()
  expect(await readdir(parent)).toEqual([])
})

it('removes what dead runs left and nothing else', async () => {
  const parent = await temporaryDirectory('private')
  const child = execa('true')
  await child
  const dead = `ansible-${child.pid}-abc`
  const alive = `ansible-${process.pid}-def`
  await Promise.all([dead, alive, 'other'].map(name => mkdir(join(parent, name, 'inner'), {recursive: true})))
  const directory = await makePrivateDirectory(parent)
  await directory.remove()
  expect((await readdir(parent)).sort()).toEqual([alive, 'other'])
})

it('says what to do when it cannot be made', async () => {
  await expect(makePrivateDirectory(`${process.execPath}/none`)).rejects.toMatchObject({
    code: 'CONTEXT_INVALID',
    suggestions: ['Name a directory you may write to: hive set temp_dir DIRECTORY.'],
  })
})
