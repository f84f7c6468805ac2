import {expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {pause} from '../../src/swarm/pause.ts'

test('a pause that is interrupted says why', async () => {
  const controller = new AbortController()
  const waiting = pause(60_000, controller.signal)
  const reason = new HiveError('INTERRUPTED', 'Interrupted by Ctrl-C.')
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})
