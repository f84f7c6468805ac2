import type {PlayResult} from '../ansible/play-results.ts'
import {runOnHosts} from '../ansible/run-on-hosts.ts'
import {reasonWithAdvice} from '../error.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import {secondsSince, targetReport} from './phase-report.ts'
import type {Result} from './set-up-hosts.ts'

/** Applies an Ansible role of the project to hosts, all together; each of them has its own result. */
export async function playOnHosts(session: Session, role: string, hosts: readonly Host[]): Promise<Result[]> {
  if (hosts.length === 0) return []
  const started = Date.now()
  session.report({type: 'progress', target: role, text: `is applied by Ansible to ${hosts.length} hosts`})
  try {
    const results = await runOnHosts(session, role, hosts)
    return [...results].map(([host, result]) => {
      tell(session, role, host, result)
      return resultOf(session, role, host, {...result, seconds: secondsSince(started)})
    })
  } catch (error) {
    session.signal.throwIfAborted()
    return [{target: targetReport(role, 'failed', secondsSince(started), reasonWithAdvice(error)), changes: []}]
  }
}

function tell({report, checkMode}: Session, role: string, host: string, {changedTasks, failure}: PlayResult): void {
  const outcome = checkMode ? 'would-change' : 'changed'
  for (const task of changedTasks) report({type: 'resource', host, role, id: `task:${task}`, outcome, seconds: 0})
  if (failure !== undefined)
    report({type: 'resource', host, role, id: 'task', outcome: 'failed', seconds: 0, message: failure})
}

function resultOf(
  {checkMode}: Session,
  role: string,
  host: string,
  {ok, changed, changedTasks, failure, seconds}: PlayResult & {readonly seconds: number},
): Result {
  const right = changed === 0 ? 'ok' : checkMode ? 'would-change' : 'changed'
  return {
    target: {
      target: host,
      outcome: failure === undefined ? right : 'failed',
      ok,
      changed,
      failed: failure === undefined ? 0 : 1,
      seconds,
      ...(failure !== undefined && {message: `Role ${role}: ${failure}`}),
    },
    changes: changed === 0 ? [] : [{id: `role:${role}`, action: 'run', host, details: changedTasks}],
  }
}
