import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {withOldArchives} from '../../src/image/build-archives.ts'
import {oldArchivesEnvironment} from '../../src/proxy/tunnel/old-archives.ts'
import {programEnvironment} from '../../src/proxy/tunnel/program-environment.ts'
import {machineWithRun} from '../support/machine-with-run.ts'
import {makeSite} from '../support/site.ts'

const usual = makeSite()
const frozen = makeSite({settings: {apt_check_valid_until: false}})
/** Whatever the machine's own configuration says. */
const question = 'cat "$APT_CONFIG"'
const answer = 'Acquire::Check-Valid-Until "false";'

test('every apt a program on a host starts takes old lists, where the stage may', async () => {
  const {sh, run, connection} = await machineWithRun()
  expect(await sh(`${programEnvironment(usual, connection).text}echo "$APT_CONFIG"`)).toBe('')
  expect(await readdir(run)).toEqual([])
  expect(await sh(`${programEnvironment(frozen, connection).text}sh -c '${question}'`)).toBe(answer)
})

test("so does every apt of an Ansible role, by its tasks' environment", async () => {
  const {sh, run, connection} = await machineWithRun()
  expect(await oldArchivesEnvironment(usual, connection, {become: true})).toEqual({})
  const environment = await oldArchivesEnvironment(frozen, connection, {become: true})
  expect(environment).toEqual({APT_CONFIG: join(run, 'hive-apt.conf')})
  expect(await sh(question, environment)).toBe(answer)
})

test('a machine without apt is told nothing', async () => {
  const {sh, run, connection} = await machineWithRun()
  expect(await sh(`PATH=${run}\n${programEnvironment(frozen, connection).text}echo "$APT_CONFIG"`)).toBe('')
  expect(await readdir(run)).toEqual([])
})

test('a container takes old lists while roles are applied, and keeps nothing of it', async () => {
  const {sh, run, connection} = await machineWithRun()
  expect(await withOldArchives(usual, connection, async environment => environment)).toEqual({})
  expect(await withOldArchives(frozen, connection, environment => sh(question, environment))).toBe(answer)
  expect(await readdir(run)).toEqual([])
  const failure = withOldArchives(frozen, connection, () => Promise.reject(new Error('no such package')))
  await expect(failure).rejects.toThrowError('no such package')
  expect(await readdir(run)).toEqual([])
})
