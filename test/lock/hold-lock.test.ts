import {existsSync} from 'node:fs'
import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {holdLock, type LockRequest} from '../../src/lock/hold-lock.ts'
import {holdProgram} from '../../src/lock/hold-program.ts'
import type {Holder} from '../../src/lock/holder.ts'
import {localConnection} from '../../src/transport/local.ts'

const here = localConnection('this machine')
const anna: Holder = {
  user: 'anna',
  host: 'laptop',
  pid: 4711,
  command: 'hive all -s staging',
  since: '2026-01-02T03:04:05.000Z',
}
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-lock-'))
})

afterEach(() => rm(directory, {recursive: true}))

const request = (changes: Partial<LockRequest> = {}): LockRequest => ({
  paths: [join(directory, 'context', 'lock')],
  what: 'Stage staging of shop',
  holder: anna,
  breakLock: false,
  ...changes,
})

describe('a lock', () => {
  test('is refused to others, naming the holder, until it is released', async () => {
    const first = await holdLock(here, request())
    await expect(holdLock(here, request())).rejects.toMatchObject({
      code: 'STAGE_LOCKED',
      message:
        'Stage staging of shop is in use by "hive all -s staging" of anna on laptop (process 4711, since 2026-01-02T03:04:05.000Z).',
      oclif: {exit: 20},
    })
    await first.release()
    const second = await holdLock(here, request())
    expect(second.isHeld).toBe(true)
    await second.release()
    expect(second.isHeld).toBe(false)
  })

  test('leaves nothing behind', async () => {
    const lock = await holdLock(here, request())
    expect(await readdir(join(directory, 'context'))).toEqual(['lock', 'lock.holder'])
    await lock.release()
    expect(await readdir(join(directory, 'context'))).toEqual([])
  })

  test('names the pipeline that holds it', async () => {
    const holder = {...anna, pipeline: 'https://gitlab.example.com/shop/-/pipelines/7'}
    const lock = await holdLock(here, request({holder}))
    await expect(holdLock(here, request())).rejects.toThrow(
      ', pipeline https://gitlab.example.com/shop/-/pipelines/7).',
    )
    await lock.release()
  })

  test('is free when its holder was killed', async () => {
    const {paths} = request()
    const program = holdProgram({paths, breakLock: false}).text
    const holder = execa('sh', ['-c', program], {stdin: 'pipe', reject: false})
    holder.stdin.write(`${JSON.stringify(anna)}\n`)
    await expect.poll(() => existsSync(`${paths[0]}.holder`)).toBe(true)
    holder.kill('SIGKILL')
    await holder
    const lock = await holdLock(here, request())
    await lock.release()
  })

  test('outlives Ctrl-C, which a terminal sends to all of its programs', async () => {
    const {paths} = request()
    const holder = execa('sh', ['-c', holdProgram({paths, breakLock: false}).text], {stdin: 'pipe'})
    holder.stdin.write(`${JSON.stringify(anna)}\n`)
    await expect.poll(() => existsSync(`${paths[0]}.holder`)).toBe(true)
    holder.kill('SIGINT')
    await expect(holdLock(here, request())).rejects.toMatchObject({code: 'STAGE_LOCKED'})
    holder.stdin.end()
    await holder
  })

  test('can be broken, and its former holder does no harm when it ends', async () => {
    const first = await holdLock(here, request())
    const second = await holdLock(here, request({breakLock: true, holder: {...anna, user: 'bert'}}))
    await first.release()
    await expect(holdLock(here, request())).rejects.toThrow('of bert on laptop')
    await second.release()
  })

  test('is taken in all of its parts or in none', async () => {
    const part = (name: string) => join(directory, 'context', `lock.${name}`)
    const volumes = await holdLock(here, request({paths: [part('volumes')]}))
    const images = await holdLock(here, request({paths: [part('images')], holder: {...anna, user: 'bert'}}))
    const whole = request({paths: [part('images'), part('volumes')], holder: {...anna, user: 'carl'}})
    await expect(holdLock(here, whole)).rejects.toThrow('of bert')
    await images.release()
    await expect(holdLock(here, whole)).rejects.toThrow('of anna')
    expect(await readdir(join(directory, 'context'))).toEqual(['lock.volumes', 'lock.volumes.holder'])
    await volumes.release()
    const held = await holdLock(here, whole)
    expect((await readdir(join(directory, 'context'))).length).toBe(4)
    await held.release()
    expect(await readdir(join(directory, 'context'))).toEqual([])
  })

  test('is given to one of many who want it at once', async () => {
    const results = await Promise.allSettled(Array.from({length: 8}, () => holdLock(here, request())))
    const held = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(held.length).toBe(1)
    await held[0]?.release()
  })

  test('says when its file cannot be made', async () => {
    await writeFile(join(directory, 'context'), '')
    await expect(holdLock(here, request())).rejects.toMatchObject({
      code: 'CONTEXT_INVALID',
      message: expect.stringMatching(/^Stage staging of shop could not be locked: .*context\/lock: .*File exists/),
    })
  })
})
