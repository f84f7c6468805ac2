import {describe, expect, test} from 'vitest'
import {phaseNames} from '../../src/phase-name.ts'
import {movedFiles, movedState} from '../../src/plan/moved.ts'
import type {PlannedPhase} from '../../src/plan/planned-phases.ts'
import {plannedStage, stateHash} from '../../src/plan/planned-phases.ts'
import type {PhaseReport} from '../../src/reporter/event.ts'

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
  expect(movedState({phases: before, unseen: []}, {phases: after, unseen: []})).toEqual([
    'build-networks: inside is failed, was ok',
    'deploy-services: update service:c was not planned',
    'deploy-services: update service:a is no longer needed',
    'deploy-services: update service:b would do something else',
    'initialize-services can be looked at now; it could not be when the plan was made',
  ])
})

test('a stage that was built to its end in the meantime is told, and one that was taken back', () => {
  const phases: readonly PlannedPhase[] = [{phase: 'build-infra', changes: [], targets: []}]
  const [first, later] = [
    {phases, unseen: ['setup-hosts', 'build-images']},
    {phases, unseen: []},
  ] as const
  expect(movedState(first, later)).toEqual(['one of setup-hosts, build-images was completed in the meantime'])
  expect(movedState(later, first)).toEqual(['none of setup-hosts, build-images is completed any more'])
  expect(stateHash(first)).not.toBe(stateHash(later))
})

describe('the hash of what was found', () => {
  const reports = phaseNames.map(
    (phase): PhaseReport => ({
      phase,
      checkMode: true,
      outcome: 'would-change',
      seconds: 1,
      targets: [{target: 'p-hive0', outcome: 'would-change', ok: 3, changed: 1, failed: 0, seconds: 0.1}],
      changes: [{id: `thing:${phase}`, action: 'update', details: ['size: 1 -> 2'], diff: '-a\n+b\n'}],
    }),
  )
  const hashWith = (place: number, wish: Partial<PhaseReport>) =>
    hashOf(reports.map((report, index) => (index === place ? {...report, ...wish} : report)))
  const hashOf = (found: readonly PhaseReport[]) => stateHash(plannedStage({reports: found, unseen: []}))

  test.each(phaseNames.map((phase, place) => [phase, place] as const))(
    'differs when %s found something else',
    (phase, place) => {
      const change = {id: `thing:${phase}`, action: 'update', details: ['size: 1 -> 2'], diff: '-a\n+b\n'} as const
      const others: readonly Partial<PhaseReport>[] = [
        {changes: []},
        {changes: [{...change, details: ['size: 0 -> 2']}]},
        {changes: [{...change, diff: '-c\n+b\n'}]},
        {changes: [{...change, action: 'replace'}]},
        {changes: [{...change, host: 'p-hive1'}]},
        {targets: []},
        {targets: [{target: 'p-hive0', outcome: 'ok', ok: 4, changed: 0, failed: 0, seconds: 0.1}]},
      ]
      const hashes = [hashWith(place, {}), ...others.map(other => hashWith(place, other))]
      expect(new Set(hashes).size).toBe(hashes.length)
    },
  )

  test('is the same whatever the time and the order of hosts', () => {
    const again = reports.map(report => ({
      ...report,
      seconds: 9,
      targets: report.targets.map(target => ({...target, seconds: 5})),
    }))
    expect(hashOf(again)).toBe(hashWith(-1, {}))
  })
})
