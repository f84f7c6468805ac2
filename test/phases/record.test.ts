import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {readPhaseRecord, writePhaseRecord} from '../../src/phases/record.ts'

let context: string

beforeEach(async () => {
  context = await mkdtemp(join(tmpdir(), 'hive-record-'))
})

afterEach(() => rm(context, {recursive: true}))

describe('the record of phases', () => {
  test('is empty before the first phase', async () => {
    expect(await readPhaseRecord(context)).toEqual({})
  })

  test('keeps when each phase was completed, for this user alone', async () => {
    const record = {'build-infra': '2026-01-02T03:04:05.000Z'} as const
    await writePhaseRecord(context, record)
    expect(await readPhaseRecord(context)).toEqual(record)
    const {mode} = await stat(join(context, 'phases.json'))
    expect((mode & 0o777).toString(8)).toBe('600')
    expect(await readFile(join(context, 'phases.json'), 'utf8')).toBe(`${JSON.stringify(record, null, 2)}\n`)
  })

  test.for([
    ['is cut short', '{"build-infra": "2026'],
    ['has an unknown phase', '{"publish-services": "2026-01-02T03:04:05.000Z"}'],
    ['has something else than a time', '{"build-infra": "yesterday"}'],
  ])('is refused when it %s', async ([, text]) => {
    await writeFile(join(context, 'phases.json'), text ?? '')
    await expect(readPhaseRecord(context)).rejects.toMatchObject({
      code: 'CONTEXT_INVALID',
      message: expect.stringContaining('phases.json cannot be read'),
    })
  })
})
