import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {generateIdentity} from 'age-encryption'
import {beforeEach, expect, test} from 'vitest'
import {type ExchangeSiteRequest, pullSite, pushSite} from '../../src/context-store/exchange.ts'
import type {HeldLock} from '../../src/lock/hold-lock.ts'
import {lockHere} from '../../src/lock/lock-parts.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

let context_store: string
let key: string

beforeEach(async () => {
  context_store = `file:${await temporaryDirectory('store')}`
  key = await generateIdentity()
})

async function motherWith(files: Readonly<Record<string, string>>): Promise<ExchangeSiteRequest> {
  const contextDirectory = join(await temporaryDirectory('mother'), 'staging')
  await mkdir(contextDirectory, {mode: 0o700})
  for (const [name, text] of Object.entries(files)) await writeFile(join(contextDirectory, name), text)
  return {
    site: makeSite({contextDirectory, settings: {context_store}}),
    runHook: async () => ({successes: [], failures: []}),
    environment: {HIVE_CONTEXT_KEY: key},
    signal: new AbortController().signal,
    report: () => undefined,
    holder: {user: 'someone', host: 'here', pid: 1, command: 'hive context', since: '2026-11-29T00:00:00Z'},
    breakLock: false,
    lockTimeout: 0,
  }
}

/** Works in the directory as a run does. */
function run({site, signal}: ExchangeSiteRequest): Promise<HeldLock> {
  const holder = {user: 'ops', host: 'mother', pid: 7, command: 'hive all', since: '2026-11-29T00:00:00Z'}
  const patience = {seconds: 0, signal, onWait: () => undefined}
  return lockHere(localConnection(), {site, parts: ['images'], holder, breakLock: false, patience})
}

test('a directory a run works in is not replaced by what is pulled', async () => {
  await pushSite(await motherWith({id_rsa: 'of version 1'}))
  const here = await motherWith({})
  const lock = await run(here)
  await expect(pullSite(here, false)).rejects.toMatchObject({
    code: 'STAGE_LOCKED',
    message: expect.stringContaining('hive all'),
  })
  expect(await readdir(here.site.contextDirectory)).not.toContain('id_rsa')
  await lock.release()
  expect(await pullSite(here, false)).toMatchObject({outcome: 'pulled', version: 1})
  expect(await readdir(here.site.contextDirectory)).toEqual(expect.arrayContaining(['id_rsa']))
})

test('what a run has made so far is pushed, but what others pushed meanwhile is taken in only when it is over', async () => {
  const [here, there] = [await motherWith({a: '1'}), await motherWith({})]
  await pushSite(here)
  await pullSite(there, false)
  const lock = await run(here)
  await writeFile(join(here.site.contextDirectory, 'a'), '2')
  expect(await pushSite(here)).toMatchObject({outcome: 'pushed', version: 2})
  await writeFile(join(there.site.contextDirectory, 'b'), 'of another mother')
  expect(await pushSite(there)).toMatchObject({outcome: 'pushed', version: 3})
  await writeFile(join(here.site.contextDirectory, 'a'), '3')
  await expect(pushSite(here)).rejects.toMatchObject({code: 'STAGE_LOCKED'})
  await lock.release()
  expect(await pushSite(here)).toMatchObject({outcome: 'pushed', version: 4})
  expect(await readFile(join(here.site.contextDirectory, 'b'), 'utf8')).toBe('of another mother')
})
