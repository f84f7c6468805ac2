import {expect, test} from 'vitest'
import {durationToNanoseconds} from '../../../src/swarm/spec/duration.ts'

test.each([
  ['30s', 30e9],
  ['1m30s', 90e9],
  ['1.5h', 5400e9],
  ['500ms', 5e8],
  ['2us', 2000],
  ['2µs', 2000],
  ['.5s', 5e8],
  ['0', 0],
  ['0s', 0],
])('%s is %d nanoseconds', (text, nanoseconds) => {
  expect(durationToNanoseconds(text, 'here')).toBe(nanoseconds)
})

test.each(['', '30', '1 s', 's', '1d', '-1s', '1s2', 'x1s'])('"%s" is no duration', text => {
  expect(() => durationToNanoseconds(text, 'Service web, healthcheck.interval')).toThrow(
    `Service web, healthcheck.interval: expected a duration such as 30s or 1m30s, got "${text}".`,
  )
})
