import {mkdir, readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import {changePhaseRecord, readPhaseRecord} from '../../src/phases/record.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const first = '2026-01-02T03:04:05.000Z'
const later = '2026-01-02T04:00:00.000Z'
let context: string

beforeEach(async () => {
  context = await temporaryDirectory('record')
})

describe('the record of phases', () => {
  test('is empty before the first phase', async () => {
    expect(await readPhaseRecord(context)).toEqual({})
  })

  test('keeps when each phase was completed, for this user alone', async () => {
    await changePhaseRecord(context, {}, {'build-infra': first})
    expect(await readPhaseRecord(context)).toEqual({'build-infra': first})
    const {mode} = await stat(join(context, 'phases/build-infra'))
    expect((mode & 0o777).toString(8)).toBe('600')
    expect(await readFile(join(context, 'phases/build-infra'), 'utf8')).toBe(`${first}\n`)
  })

  test('loses nothing of a phase that somebody else completed meanwhile', async () => {
    await changePhaseRecord(context, {}, {'build-images': first})
    await changePhaseRecord(context, {}, {'build-volumes': later})
    expect(await readPhaseRecord(context)).toEqual({'build-images': first, 'build-volumes': later})
  })

  test('forgets what was taken back', async () => {
    const record = {'build-infra': first, 'build-volumes': later}
    await changePhaseRecord(context, {}, record)
    await changePhaseRecord(context, record, {'build-infra': first})
    expect(await readPhaseRecord(context)).toEqual({'build-infra': first})
  })

  test.for([
    ['is cut short', '2026-01-0'],
    ['is empty', ''],
    ['has something else than a time', 'yesterday'],
  ] as const)('is refused when a file %s', async ([, text]) => {
    await mkdir(join(context, 'phases'))
    await writeFile(join(context, 'phases/build-infra'), text)
    await expect(readPhaseRecord(context)).rejects.toMatchObject({
      code: 'CONTEXT_INVALID',
      message: `${join(context, 'phases/build-infra')} holds ${JSON.stringify(text)}, which is no time.`,
    })
  })
})
