import {expect, test} from 'vitest'
import {LongWork} from '../../src/reporter/long-work.ts'

const patience = {first: 2000, again: 20_000}

test('short work is never told of', () => {
  const work = new LongWork(patience)
  work.begin('web1', 'installing', 0)
  expect(work.due(1999, 0)).toEqual([])
  work.end('web1')
  expect(work.due(60_000, 0)).toEqual([])
})

test('long work is told of once, and again when nothing else was printed for long', () => {
  const work = new LongWork(patience)
  work.begin('web1', 'installing', 0)
  expect(work.due(2000, 0)).toEqual(['web1: installing'])
  expect(work.due(3000, 2000)).toEqual([])
  expect(work.due(22_000, 2000)).toEqual(['web1: installing (for 22 s)'])
})

test('the next work of a target takes the place of the one before', () => {
  const work = new LongWork(patience)
  work.begin('web1', 'installing', 0)
  work.begin('web1', 'restarting', 1500)
  expect(work.due(2500, 0)).toEqual([])
  expect(work.due(3500, 0)).toEqual(['web1: restarting'])
})
