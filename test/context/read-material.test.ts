import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {readMaterial} from '../../src/context/read-material.ts'

let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-material-'))
  await mkdir(join(directory, 'ca'))
  await writeFile(join(directory, 'ca/key.pem'), 'KEY\n')
})

afterEach(() => rm(directory, {recursive: true}))

test('gives the texts that were asked for, plain and wrapped', async () => {
  const material = await readMaterial(directory, ['ca/key.pem'])
  expect([
    material.text('ca/key.pem'),
    String(material.secret('ca/key.pem')),
    material.secret('ca/key.pem').reveal(),
  ]).toEqual(['KEY\n', '***', 'KEY\n'])
})

test('says how to make a file that is missing', async () => {
  const material = await readMaterial(directory, ['registry_password'])
  expect(() => material.text('registry_password')).toThrow(`${directory}/registry_password is needed and is not there.`)
})

test('takes the stand-in for a missing file, and only for that', async () => {
  const material = await readMaterial(directory, ['ca/key.pem', 'registry_password'], '(later)\n')
  expect([material.text('ca/key.pem'), material.text('registry_password')]).toEqual(['KEY\n', '(later)\n'])
})

test('a file that was not asked for is not given', async () => {
  const material = await readMaterial(directory, [])
  expect(() => material.text('ca/key.pem')).toThrow('ca/key.pem was not asked for')
})
