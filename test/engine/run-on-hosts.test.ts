import {setTimeout as pause} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {runOnHosts} from '../../src/engine/run-on-hosts.ts'

it('works on at most so many at a time and gives the results in order', async () => {
  let running = 0
  let most = 0
  const results = await runOnHosts([30, 10, 20, 5, 1], 2, async delay => {
    running += 1
    most = Math.max(most, running)
    await pause(delay)
    running -= 1
    return delay * 2
  })
  expect({results, most}).toEqual({results: [60, 20, 40, 10, 2], most: 2})
})

it('finishes all of them before it throws the first error', async () => {
  const done: number[] = []
  const work = runOnHosts([1, 2, 3], 1, async item => {
    if (item < 3) throw new Error(`no ${item}`)
    done.push(item)
  })
  await expect(work).rejects.toThrow('no 1')
  expect(done).toEqual([3])
})

it('does nothing for nobody', async () => expect(await runOnHosts([], 5, async () => 1)).toEqual([]))
