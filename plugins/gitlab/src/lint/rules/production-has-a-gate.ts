import type {Job} from '../../pipeline/job.ts'
import {stagesOf} from '../../pipeline/job.ts'
import type {Rule, View} from '../rule.ts'

/** A production deployment starts only after somebody let it pass, by a manual job that blocks. */
export const productionHasAGate: Rule = {
  name: 'production-has-a-gate',
  check: view =>
    view.jobs.filter(deploysProduction).flatMap(job => {
      if (isGated(job, view)) return []
      const advice = 'Let it need a job with when: manual and allow_failure: false.'
      const message = `${job.name} deploys ${job.environment?.name} and nobody has to let it pass. ${advice}`
      return [{place: job.place, message}]
    }),
}

function deploysProduction({environment}: Job): boolean {
  return environment?.tier === 'production' && environment.action === 'start'
}

function isGated(job: Job, view: View): boolean {
  if (isGate(job)) return true
  if (job.needs === undefined) return gateBefore(job, view)
  return view.jobs.some(other => job.needs?.includes(other.name) && other.name !== job.name && isGated(other, view))
}

function isGate({when, allowFailure}: Job): boolean {
  return when === 'manual' && !allowFailure
}

/** Without needs a job waits for all stages before its own. */
function gateBefore(job: Job, {root, jobs}: View): boolean {
  const stages = stagesOf(root)
  return jobs.some(other => isGate(other) && stages.indexOf(other.stage) < stages.indexOf(job.stage))
}
