import type {Holder} from '../lock/holder.ts'
import {partsOf} from '../lock/part.ts'
import {type StageLock, takeStageLock} from '../lock/stage-lock.ts'
import type {PhaseName} from '../phase-name.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {localConnection} from '../transport/local.ts'
import {storeStartPhase} from '../variables/set-variable.ts'
import {beginDeployment, rememberDeployment} from './deployments.ts'
import {loadPhase} from './index.ts'
import {type PhaseOptions, phaseNamed} from './phase.ts'
import {begunDeployment, presentDeployment} from './present-deployment.ts'
import {isWhole, type Progress, progressAfter} from './progress.ts'
import {changePhaseRecord, readPhaseRecord} from './record.ts'
import {runPhases} from './run-phases.ts'
import {refuseSharedRepository} from './shared-repository.ts'

export interface RunRequest {
  readonly phases: readonly PhaseName[]
  readonly options: PhaseOptions
  readonly breakLock: boolean
  /** Seconds to wait while others hold the stage. */
  readonly lockTimeout: number
  /** Called while the lock is held, before the first phase; what it throws ends the run. */
  readonly before?: () => Promise<void>
  /** Shown to whoever finds the stage locked. */
  readonly holder: Holder
}

/** Runs phases under the stage's lock and remembers how far the stage has come. In check mode it does neither. */
export async function runLocked(session: Session, request: RunRequest): Promise<readonly PhaseReport[]> {
  const {phases, options} = request
  refuseSharedRepository(session.site, phases)
  if (session.checkMode) return runPhases(session, {phases, options, load: loadPhase, onDone: async () => {}})
  const lock = await lockFor(session, request)
  try {
    await request.before?.()
    await begin(session, request)
    return await runPhases(session, {phases, options, load: loadPhase, lock, onDone: rememberer(session, options)})
  } finally {
    await lock.release()
  }
}

async function lockFor(session: Session, {phases, breakLock, lockTimeout, holder}: RunRequest): Promise<StageLock> {
  const {site, hosts, signal, report} = session
  const onWait = (text: string) => report({type: 'progress', target: site.stage, text})
  return takeStageLock({
    site,
    hosts,
    mother: localConnection('this machine'),
    parts: partsOf(phases),
    holder,
    breakLock,
    patience: {seconds: lockTimeout, signal, onWait},
  })
}

/** A run that is to deploy all services says so before its first phase: when it ends there, the stage is no longer what it was. */
async function begin(session: Session, {phases, options}: RunRequest): Promise<void> {
  if (!phases.some(phase => isDeployment(phase, options))) return
  await beginDeployment(session.site.contextDirectory, await begunDeployment(session, new Date()))
}

function isDeployment(phase: PhaseName, options: PhaseOptions): boolean {
  return phase === 'deploy-services' && isWhole(options)
}

function rememberer(session: Session, options: PhaseOptions): (phase: PhaseName) => Promise<void> {
  const {rootDirectory, stage, contextDirectory, settings} = session.site
  let startPhase = phaseNamed(settings.start_phase)
  return async phase => {
    const before: Progress = {startPhase, record: await readPhaseRecord(contextDirectory)}
    const after = progressAfter(before, phase, options, new Date().toISOString())
    await changePhaseRecord(contextDirectory, before.record, after.record)
    if (isDeployment(phase, options)) {
      await rememberDeployment(contextDirectory, await presentDeployment(session, new Date()))
    }
    if (after.startPhase === startPhase) return
    startPhase = after.startPhase
    await storeStartPhase({rootDirectory, stage, phase: startPhase})
  }
}
