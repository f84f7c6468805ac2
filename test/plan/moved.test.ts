import {expect, test} from 'vitest'
import {movedFiles, movedState} from '../../src/plan/moved.ts'
import type {PlannedPhase} from '../../src/plan/planned-phases.ts'

test('files that are new, gone or changed are told by name', () => {
  expect(movedFiles({a: '1', b: '1', c: '1'}, {a: '1', b: '2', d: '1'})).toEqual([
    'b was changed',
    'c is gone',
    'd is new',
  ])
})

test('changes that were not planned, are not needed any more or became others are told', () => {
  const change = (id: string, detail: string) => ({id, action: 'update', details: [detail]}) as const
  const before: readonly PlannedPhase[] = [
    {phase: 'build-networks', changes: [], targets: [{target: 'inside', outcome: 'ok'}]},
    {phase: 'deploy-services', changes: [change('service:a', '1'), change('service:b', '1')], targets: []},
  ]
  const after: readonly PlannedPhase[] = [
    {phase: 'build-networks', changes: [], targets: [{target: 'inside', outcome: 'failed'}]},
    {phase: 'deploy-services', changes: [change('service:b', '2'), change('service:c', '1')], targets: []},
    {phase: 'initialize-services', changes: [], targets: []},
  ]
  expect(movedState(before, after)).toEqual([
    'build-networks: inside is failed, was ok',
    'deploy-services: update service:c was not planned',
    'deploy-services: update service:a is no longer needed',
    'deploy-services: update service:b would do something else',
    'initialize-services can be looked at now; it could not be when the plan was made',
  ])
})
