import type {MirrorLock, Session, Site} from '@hive-ci/cli'
import {type CopyOutcome, type CopyPlan, carryOutCopy, planCopy} from './copy-images.ts'
import {keepFailed, readFailed} from './failed-file.ts'
import {nextLock, settledLock, writeLock} from './lock.ts'
import {type Copy, type Found, lookAt} from './look.ts'
import {type MirrorSettings, type Prepared, withMirror} from './prepare.ts'
import {type MirrorReport, mirrorReport} from './report.ts'

export interface MirrorRequest extends MirrorSettings {
  /** Ask the sources which image each tag is now, whatever is locked. */
  readonly update: boolean
  /** Only what failed in the last run or check, all of it anew. */
  readonly retry: boolean
}

/**
 * Brings every image the stage needs to the mirror and locks it; in check mode it only finds out what that would take.
 * Images that cannot be copied are told in the report; the others are copied all the same.
 * @throws HiveError VARIABLE_INVALID, CONTEXT_INVALID, IMAGE_FAILED, REGISTRY_FAILED.
 */
export async function mirrorImages(session: Session, request: MirrorRequest): Promise<MirrorReport> {
  return withMirror(session, request, async prepared => {
    const {site, checkMode, report} = session
    const failedBefore = request.retry ? await readFailed(site) : []
    const found = await look(prepared, request, failedBefore)
    const locked = checkMode ? prepared.lock : await lockAll(session, prepared, found)
    const progress = (text: string) => report({type: 'progress', target: 'mirror', text})
    progress('reads what images consist of')
    const plan = await planCopy(prepared.room, copies(found, 'missing'), copies(found, 'present'))
    const outcome = checkMode ? undefined : await carryOutCopy(prepared.room, plan, progress)
    if (outcome) await settleLock(session, prepared, locked, arrivedOf(found, outcome))
    return finish(session, prepared, found, plan, outcome)
  })
}

async function look({room, wanted, mirror, lock}: Prepared, request: MirrorRequest, failedBefore: readonly string[]) {
  const chosen = request.retry ? wanted.filter(({name}) => failedBefore.includes(name)) : wanted
  const found = await lookAt(room, chosen, {mirror, lock, update: request.update})
  // A check may have found a hole below a manifest that is there.
  return request.retry ? found.map(one => (one.state === 'present' ? {...one, state: 'missing' as const} : one)) : found
}

async function lockAll({site}: Session, {lock, wanted}: Prepared, found: readonly Found[]): Promise<MirrorLock> {
  const decided = found.flatMap(one => ('copy' in one ? [[one.wanted.name, one.copy.digest] as const] : []))
  const skipped = wanted.filter(({skip}) => skip !== undefined).map(({name}) => name)
  const undecided = wanted.map(({name}) => name).filter(name => !skipped.includes(name))
  const there = new Set(copies(found, 'present').map(copy => copy.wanted.name))
  const next = nextLock(lock, {stage: site.stage, digests: new Map(decided), there, undecided})
  return replaceLock(site, lock, next)
}

async function settleLock({site}: Session, {lock}: Prepared, locked: MirrorLock, arrived: ReadonlySet<string>) {
  await replaceLock(site, locked, settledLock(locked, lock, arrived))
}

async function replaceLock({rootDirectory}: Site, lock: MirrorLock, next: MirrorLock): Promise<MirrorLock> {
  if (JSON.stringify(next) !== JSON.stringify(lock)) await writeLock(rootDirectory, next)
  return next
}

function arrivedOf(found: readonly Found[], {failures}: CopyOutcome): ReadonlySet<string> {
  const names = copies(found, 'missing').map(copy => copy.wanted.name)
  return new Set(names.filter(name => !failures.has(name)))
}

async function finish(
  {site, checkMode}: Session,
  {mirror, lock}: Prepared,
  found: readonly Found[],
  plan: CopyPlan,
  outcome: CopyOutcome | undefined,
): Promise<MirrorReport> {
  const failures = outcome?.failures ?? plan.failures
  const report = mirrorReport({mirror, lock, found, plan, failures, outcome})
  if (checkMode) return report
  const failed = report.images.flatMap(({name, state, reason = ''}) => (state === 'failed' ? [{name, reason}] : []))
  const failedFile = await keepFailed(site, failed)
  return failedFile === undefined ? report : {...report, failedFile}
}

function copies(found: readonly Found[], state: 'missing' | 'present'): readonly Copy[] {
  return found.flatMap(one => ('copy' in one && one.state === state ? [one.copy] : []))
}
