import type {Job} from '../../pipeline/job.ts'
import {at, text} from '../../pipeline/node.ts'
import type {Objection, Rule, View} from '../rule.ts'

/** An environment for a while has a job that ends it, in the same pipelines, that nobody has to wait for. */
export const environmentsAreStopped: Rule = {
  name: 'environments-are-stopped',
  check: view => view.jobs.flatMap(job => objections(job, view)),
}

function objections(job: Job, {jobs}: View): readonly Objection[] {
  const {environment} = job
  if (environment?.action !== 'start') return []
  const on = at(job.node, 'environment', 'on_stop')
  const isPassing = environment.name.includes('$CI_') || at(job.node, 'environment', 'auto_stop_in') !== undefined
  if (on === undefined) {
    const message = `${job.name} makes ${environment.name} and nothing ends it. Name a job with action: stop in on_stop.`
    return isPassing ? [{place: environment.node.place, message}] : []
  }
  const problem = problemOf(
    jobs.find(other => other.name === text(on)),
    environment.name,
  )
  return problem === undefined
    ? []
    : [{place: on.place, message: `${text(on)}, which ends ${environment.name}, ${problem}`}]
}

function problemOf(stop: Job | undefined, name: string): string | undefined {
  if (stop === undefined) return 'is not in the same pipelines. Give both the same rules.'
  if (stop.environment?.action !== 'stop') return 'has no action: stop.'
  if (stop.environment.name !== name) return `has the environment ${stop.environment.name}.`
  if (stop.when === 'manual' && !stop.allowFailure) return 'blocks the pipeline. Give its rules allow_failure: true.'
  return undefined
}
