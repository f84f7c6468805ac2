import {describe, expect, test} from 'vitest'
import {type PhaseOptions, phaseNamed} from '../../src/phases/phase.ts'
import {type Progress, progressAfter} from '../../src/phases/progress.ts'

const whole: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const fresh: Progress = {startPhase: 'build-infra', record: {}}
const now = '2026-01-02T03:04:05.000Z'
const before = '2026-01-01T00:00:00.000Z'

describe('the start phase', () => {
  test('moves on when it was the turn of the phase that ended well', () => {
    expect(progressAfter(fresh, 'build-infra', whole, now)).toEqual({
      startPhase: 'setup-hosts',
      record: {'build-infra': now},
    })
  })

  test('stays when another phase was run, so that nothing is skipped', () => {
    expect(progressAfter(fresh, 'deploy-services', whole, now)).toEqual({
      startPhase: 'build-infra',
      record: {'deploy-services': now},
    })
  })

  test('returns to the first phase behind the last, so that all is looked at again', () => {
    const {startPhase} = progressAfter({...fresh, startPhase: 'initialize-services'}, 'initialize-services', whole, now)
    expect(startPhase).toBe('build-infra')
  })

  test.for([
    ['halted', {halt: true}],
    ['limited to hosts or services', {limit: ['web']}],
    ['limited to servers', {limitServer: ['web1']}],
    ['limited to roles', {tags: ['base']}],
  ] as const)('stays when the phase was %s', ([, change]) => {
    expect(progressAfter(fresh, 'build-infra', {...whole, ...change}, now)).toEqual(fresh)
  })

  test('goes back to a phase that was taken back, and what came after it is no longer done', () => {
    const done = {'build-infra': before, 'setup-hosts': before, 'deploy-services': before}
    expect(
      progressAfter({startPhase: 'initialize-services', record: done}, 'setup-hosts', {...whole, destroy: true}, now),
    ).toEqual({startPhase: 'setup-hosts', record: {'build-infra': before}})
  })

  test('does not go forward to a phase that was taken back', () => {
    const {startPhase} = progressAfter(fresh, 'deploy-services', {...whole, destroy: true}, now)
    expect(startPhase).toBe('build-infra')
  })

  test('is the first phase when the stored name is none', () => {
    expect(phaseNamed('publish-services')).toBe('build-infra')
  })
})
