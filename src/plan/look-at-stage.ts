import {type PhaseName, phaseNames} from '../phase-name.ts'
import {loadPhase} from '../phases/index.ts'
import {isPending, planPhases} from '../phases/plan-phases.ts'
import {readPhaseRecord} from '../phases/record.ts'
import type {PhaseReport} from '../reporter/event.ts'
import {scrubData} from '../session/scrub-data.ts'
import {siteScrubber} from '../session/site-scrubber.ts'
import type {Session} from '../session.ts'

/** What every phase would do, as far as it can be known before any of it is done. */
export interface StageLook {
  /** The phases that could be looked at. */
  readonly reports: readonly PhaseReport[]
  /**
   * The phases behind them that run nevertheless. None of them was ever completed for this stage, so nothing can differ from
   * what the inventory says: they build it. Empty where one was, because then they may change what nobody looked at.
   */
  readonly unseen: readonly PhaseName[]
}

/** What every phase would do, as a plan tells it: without secrets, so that what is compared later is what was saved. */
export async function lookAtStage(session: Session): Promise<StageLook> {
  const reports = await planPhases(session, loadPhase)
  const hidden = reports.some(isPending) ? phaseNames.slice(reports.length) : []
  const record = await readPhaseRecord(session.site.contextDirectory)
  const isFirst = hidden.every(phase => record[phase] === undefined)
  if (hidden.length > 0) session.report({type: 'warning', text: isFirst ? firstText(hidden) : laterText(hidden)})
  return {
    reports: await scrubData(reports, await siteScrubber(session.site)),
    unseen: isFirst ? hidden : [],
  }
}

function firstText(hidden: readonly PhaseName[]): string {
  return `hive apply runs ${hidden.join(', ')} as well: none of them was ever completed for this stage, so they build what the inventory says.`
}

function laterText(hidden: readonly PhaseName[]): string {
  return `hive apply does not run ${hidden.join(', ')}: what they would change of a stage that stood before can be looked at after it.`
}
