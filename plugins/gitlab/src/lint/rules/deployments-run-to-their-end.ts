import type {Job} from '../../pipeline/job.ts'
import {at, type Node, plain, text} from '../../pipeline/node.ts'
import type {Objection, Rule} from '../rule.ts'

/** A deployment is neither cut off by the next push, nor run again because it failed, nor is its failure passed over. */
export const deploymentsRunToTheirEnd: Rule = {
  name: 'deployments-run-to-their-end',
  check: ({jobs}) => jobs.flatMap(objections),
}

function objections(job: Job): readonly Objection[] {
  const {name, environment} = job
  if (environment === undefined || !['start', 'stop'].includes(environment.action)) return []
  const interruptible = at(job.node, 'interruptible')
  const retry = at(job.node, 'retry')
  const found: Objection[] = []
  if (interruptible && plain(interruptible) === true) {
    const message = `${name} changes ${environment.name}, and a newer pipeline ends it in the middle. Give it interruptible: false.`
    found.push({place: interruptible.place, message})
  }
  if (retry && retriesFailures(retry)) {
    const message = `${name} changes ${environment.name}, and does so again when it failed. Let retry name failures of the runner only.`
    found.push({place: retry.place, message})
  }
  if (job.allowFailure && job.when !== 'manual') {
    const message = `${name} changes ${environment.name}, and the pipeline goes on when it fails. Take allow_failure away.`
    found.push({place: job.place, message})
  }
  return found
}

/** Without reasons, and with these, a job is run again whatever it did. */
function retriesFailures(retry: Node): boolean {
  const most = text(retry) ?? text(at(retry, 'max')) ?? '0'
  if (Number(most) === 0) return false
  const reasons = plain(at(retry, 'when') ?? {kind: 'list', items: [], place: retry.place})
  const list = [reasons].flat()
  return (list.length === 0 && at(retry, 'exit_codes') === undefined) || list.some(isAnyFailure)
}

function isAnyFailure(reason: unknown): boolean {
  return reason === 'always' || reason === 'script_failure' || reason === 'unknown_failure'
}
