import {afterEach, expect, test} from 'vitest'
import {type Interruption, listenForInterruption} from '../../src/session/interruption.ts'

let interruption: Interruption

afterEach(() => interruption.stop())

test.for([
  ['SIGINT', 'Interrupted by Ctrl-C. What was done stays.'],
  ['SIGTERM', 'Interrupted by SIGTERM. What was done stays.'],
  ['SIGHUP', 'Interrupted by the end of its terminal. What was done stays.'],
] as const)('%s ends a run with a reason, and says that it is heard', ([signal, message]) => {
  const told: string[] = []
  interruption = listenForInterruption(text => told.push(text))
  process.emit(signal, signal)
  expect(interruption.signal.reason).toMatchObject({code: 'INTERRUPTED', message, oclif: {exit: 130}})
  expect(told).toEqual(['Stopping. A second Ctrl-C ends hive at once.'])
})

test('signals are the process its own again afterwards', () => {
  const before = process.listenerCount('SIGINT')
  interruption = listenForInterruption(() => {})
  expect(process.listenerCount('SIGINT')).toBe(before + 1)
  interruption.stop()
  expect(process.listenerCount('SIGINT')).toBe(before)
})
