import {expect, it} from 'vitest'
import {TransferProgress} from '../../src/image/transfer-progress.ts'

it('tells quarters of all layers together, each once', () => {
  const told: number[] = []
  const progress = new TransferProgress(percent => told.push(percent))
  progress.take({id: 'a', progressDetail: {current: 10, total: 100}})
  progress.take({id: 'a', progressDetail: {current: 60, total: 100}})
  progress.take({id: 'b', progressDetail: {current: 0, total: 100}})
  progress.take({id: 'a', progressDetail: {current: 100, total: 100}})
  progress.take({id: 'c', progressDetail: {}})
  progress.take({id: 'b', progressDetail: {current: 60, total: 100}})
  progress.take({id: 'b', progressDetail: {current: 120, total: 100}})
  expect(told).toEqual([50, 75])
})
