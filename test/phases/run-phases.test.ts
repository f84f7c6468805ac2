import {describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import type {StageLock} from '../../src/lock/stage-lock.ts'
import type {PhaseName} from '../../src/phase-name.ts'
import type {Phase, PhaseOptions} from '../../src/phases/phase.ts'
import {planPhases} from '../../src/phases/plan-phases.ts'
import {runPhases} from '../../src/phases/run-phases.ts'
import {refuseSharedRepository} from '../../src/phases/shared-repository.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import type {Session} from '../../src/session.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSession} from '../support/session.ts'
import {makeSite} from '../support/site.ts'

const whole: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

const phase = (name: PhaseName, outcome: PhaseReport['outcome'] = 'ok', before?: () => void): Phase => ({
  name,
  async run({checkMode}) {
    before?.()
    return {phase: name, checkMode, outcome, seconds: 0, targets: [], changes: []}
  },
})

const loading =
  (special: readonly Phase[]) =>
  async (name: PhaseName): Promise<Phase> =>
    special.find(candidate => candidate.name === name) ?? phase(name)

function recording(overrides: Partial<Session> = {}) {
  const log: string[] = []
  const report = (event: RunEvent) => {
    if (event.type === 'phase-started') log.push(`${event.phase} starts`)
    if (event.type === 'phase-ended') log.push(`${event.report.phase} ends`)
    if (event.type === 'run-ended') log.push('run ends')
    if (event.type === 'warning') log.push(event.text)
  }
  const lock: StageLock = {
    async secure() {
      log.push('lock')
    },
    async release() {},
  }
  const onDone = async (name: PhaseName) => {
    log.push(`${name} done`)
  }
  return {
    log,
    session: makeSession(makeSite(), localConnection(), {report, ...overrides}),
    lock,
    onDone,
    options: whole,
  }
}

describe('a run of phases', () => {
  test('takes the lock before each phase and remembers each that ended well', async () => {
    const {log, session, ...request} = recording()
    await runPhases(session, {...request, phases: ['build-volumes', 'build-networks'], load: loading([])})
    expect(log).toEqual([
      'lock',
      'build-volumes starts',
      'build-volumes ends',
      'build-volumes done',
      'lock',
      'build-networks starts',
      'build-networks ends',
      'build-networks done',
      'run ends',
    ])
  })

  test('ends with the first phase that fails, which is not done', async () => {
    const {log, session, ...request} = recording()
    const load = loading([phase('build-volumes', 'failed')])
    const reports = await runPhases(session, {...request, phases: ['build-volumes', 'build-networks'], load})
    expect(reports.map(report => [report.phase, report.outcome])).toEqual([['build-volumes', 'failed']])
    expect(log).toEqual(['lock', 'build-volumes starts', 'build-volumes ends', 'run ends'])
  })

  test('ends when it is interrupted, and the phase it was in is not done', async () => {
    const controller = new AbortController()
    const {log, session, ...request} = recording({signal: controller.signal})
    const load = loading([phase('build-volumes', 'ok', () => controller.abort(new HiveError('INTERRUPTED', 'Stop.')))])
    const run = runPhases(session, {...request, phases: ['build-volumes', 'build-networks'], load})
    await expect(run).rejects.toMatchObject({code: 'INTERRUPTED'})
    expect(log).toEqual(['lock', 'build-volumes starts'])
  })
})

describe('a plan', () => {
  const unreachable = phase('setup-hosts', 'ok', () => {
    throw new HiveError('HOST_UNREACHABLE', 'No host answers.')
  })

  test('looks at every phase in check mode', async () => {
    const {session} = recording()
    const reports = await planPhases(session, loading([]))
    expect(reports.map(report => report.checkMode)).toEqual(Array.from({length: 7}, () => true))
  })

  test('is refused for a stage whose images are in a shared repository, before anything is looked at', async () => {
    const {log, session} = recording()
    const definition = {...session.site.definition, shared_repository: {context_dir: '../shared'}}
    const shared = {...session, site: {...session.site, definition}}
    await expect(planPhases(shared, loading([]))).rejects.toThrow(
      'Stage private has a shared_repository, which this version of hive neither builds nor reaches, so there is no place ' +
        'for the images build-images is about. Nothing was changed.',
    )
    expect(log).toEqual([])
    const run = (phases: readonly PhaseName[]) => () => refuseSharedRepository(shared.site, phases)
    expect(run(['build-infra', 'setup-hosts'])).not.toThrow()
    expect(run(['deploy-services'])).toThrow('the images deploy-services is about')
  })

  test('ends where nothing can be looked at before what is planned is made', async () => {
    const {log, session} = recording()
    const reports = await planPhases(session, loading([phase('build-infra', 'would-change'), unreachable]))
    expect(reports.map(report => report.phase)).toEqual(['build-infra'])
    expect(log).toEqual([
      'build-infra starts',
      'build-infra ends',
      'setup-hosts starts',
      'setup-hosts and what follows cannot be looked at before the changes above are made: No host answers.',
      'run ends',
    ])
  })

  test('fails when a phase cannot be looked at although nothing is planned', async () => {
    const {session} = recording()
    await expect(planPhases(session, loading([unreachable]))).rejects.toMatchObject({code: 'HOST_UNREACHABLE'})
  })
})
