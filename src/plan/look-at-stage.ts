import {loadPhase} from '../phases/index.ts'
import {planPhases} from '../phases/plan-phases.ts'
import type {PhaseReport} from '../reporter/event.ts'
import {scrubData} from '../session/scrub-data.ts'
import {siteScrubber} from '../session/site-scrubber.ts'
import type {Session} from '../session.ts'

/** What every phase would do, as a plan tells it: without secrets, so that what is compared later is what was saved. */
export async function lookAtStage(session: Session): Promise<readonly PhaseReport[]> {
  const reports = await planPhases(session, loadPhase)
  return scrubData(reports, await siteScrubber(session.site))
}
