import {setTimeout as pause} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {inLockstep} from '../../../src/volume/drbd/barrier.ts'

test('nobody begins the next stage before all have ended the last', async () => {
  const seen: string[] = []
  const slow = async (name: string, place: number) => {
    await pause(place * 5)
    seen.push(`${name} ${place}`)
  }
  await inLockstep(
    [2, 1],
    [
      {work: place => slow('a', place)},
      {work: place => (place === 2 ? slow('b', place) : undefined)},
      {work: place => slow('c', place)},
    ],
  )
  expect(seen).toEqual(['a 1', 'a 2', 'b 2', 'c 1', 'c 2'])
})

test('a failure lets the others end their stage, and ends the rest', async () => {
  const seen: string[] = []
  const work = async (place: number) => {
    if (place === 1) throw new Error('first')
    await pause(5)
    seen.push(`a ${place}`)
  }
  const never = async () => {
    seen.push('never')
  }
  await expect(inLockstep([1, 2], [{work}, {work: never}])).rejects.toThrow('first')
  expect(seen).toEqual(['a 2'])
})
