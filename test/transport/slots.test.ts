import {setTimeout as pause} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {Slots} from '../../src/transport/slots.ts'

it('lets so many go on at once, in the order they came, also after one failed', async () => {
  const slots = new Slots(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = [1, 2, 3, 4, 5].map(number =>
    slots.use(async () => {
      begun.push(number)
      running += 1
      most = Math.max(most, running)
      await pause(5)
      running -= 1
      if (number === 1) throw new Error('no')
      return number
    }),
  )
  const results = await Promise.allSettled(work)
  expect(results.map(({status}) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect({begun, most}).toEqual({begun: [1, 2, 3, 4, 5], most: 2})
})
