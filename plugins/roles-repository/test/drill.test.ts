import {expect, test} from 'vitest'
import {drillLine, withBackup} from '../src/backup/drill.ts'

const backup = {service: 'db', name: 'dump', file: 'backup-dump-1.sql', bytes: 9, time: '2026-01-01T00:00:00.000Z'}
const good = {service: 'db', name: 'dump', outcome: 'ok', text: 'backup-dump-1.sql restored'} as const
const oneAndAHalfHoursLater = Date.parse('2026-01-01T01:30:00.000Z')

test('an outcome tells how old, large and whole the backup is', () => {
  const result = withBackup(
    good,
    [
      {...backup, name: 'files'},
      {...backup, checksum: 'abc'},
    ],
    oneAndAHalfHoursLater,
  )
  expect(result.ageSeconds).toBe(5400)
  expect(drillLine(result)).toBe('db/dump: backup-dump-1.sql restored; 1.5 hours old, 9 bytes, sha256 abc')
})

test('a failure stands out, whether there is a backup or not', () => {
  const bad = {...good, outcome: 'failed', text: 'it is damaged'} as const
  expect(drillLine(withBackup(bad, [backup], oneAndAHalfHoursLater))).toBe(
    'db/dump: FAILED: it is damaged; 1.5 hours old, 9 bytes, sha256 unknown',
  )
  expect(drillLine(withBackup({...bad, text: ''}, [], oneAndAHalfHoursLater))).toBe('db/dump: FAILED: no reason given')
})
