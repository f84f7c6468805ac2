import {HiveError} from '../error.ts'
import {type RunRequest, runLocked} from '../phases/locked-run.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {inventoryDigests} from './inventory-digests.ts'
import {lookAtStage} from './look-at-stage.ts'
import {movedFiles, movedState} from './moved.ts'
import type {PlanFile} from './plan-file.ts'
import {plannedStage, stateHash} from './planned-phases.ts'

/**
 * Runs the phases of a plan, and nothing else, if stage and inventory are still what they were when it was made. That is
 * looked at while the stage's lock is held, so nothing can move in between.
 * @throws HiveError PLAN_OUTDATED that lists what moved; nothing was changed then.
 */
export async function applyPlan(
  session: Session,
  plan: PlanFile,
  request: Pick<RunRequest, 'breakLock' | 'lockTimeout' | 'holder'>,
): Promise<readonly PhaseReport[]> {
  refuseOther(session, plan)
  const isPending = plan.phases.some(({changes, targets}) => changes.length > 0 || targets.some(wouldChange))
  const phases = isPending ? [...plan.phases.map(({phase}) => phase), ...plan.unseen] : []
  const options = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
  return runLocked(session, {...request, phases, options, before: () => refuseMoved(session, plan)})
}

function wouldChange({outcome}: {readonly outcome: string}): boolean {
  return outcome === 'would-change'
}

function refuseOther({site}: Session, plan: PlanFile): void {
  if (plan.site === site.name && plan.stage === site.stage) return
  throw new HiveError(
    'PLAN_OUTDATED',
    `The plan is for stage ${plan.stage} of ${plan.site}; this is stage ${site.stage} of ${site.name}. Nothing was changed.`,
    {suggestions: [`Choose the stage with "hive --stage ${plan.stage} apply ...".`]},
  )
}

async function refuseMoved(session: Session, plan: PlanFile): Promise<void> {
  const files = movedFiles(plan.inventory, await inventoryDigests(session.site))
  if (files.length > 0) throw outdated('the inventory', plan, files)
  const present = plannedStage(await lookAtStage(session))
  if (stateHash(present) !== plan.state) throw outdated('the stage', plan, movedState(plan, present))
}

function outdated(what: string, {made}: PlanFile, lines: readonly string[]): HiveError {
  const list = lines.map(line => `  ${line}`).join('\n')
  return new HiveError(
    'PLAN_OUTDATED',
    `Nothing was changed: ${what} moved since the plan was made (${made}).\n${list}`,
    {
      suggestions: ['Make a new plan with "hive plan --out FILE" and have it approved.'],
    },
  )
}
