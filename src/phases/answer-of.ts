import type {Change} from '../change.ts'
import {reasonOf} from '../error.ts'
import type {TargetReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Host} from '../site/site.ts'
import {secondsSince, targetReport} from './phase-report.ts'

/** Whether a host lets us in, over a new connection where its machine was worked on. */
export async function answerOf(session: Session, host: Host, changes: readonly Change[]): Promise<TargetReport> {
  const started = Date.now()
  const isChanged = changes.some(change => change.host === host.name)
  try {
    if (isChanged) await session.hosts.reset(host)
    const connection = await session.hosts.connect(host)
    const {code, stderr} = await connection.exec('[ "$(id -u)" = 0 ] || sudo -n true', {signal: session.signal})
    const problem = code === 0 ? undefined : `${host.admin} may not become root with sudo: ${stderr.trim()}`
    const outcome = problem === undefined ? (isChanged ? 'changed' : 'ok') : 'failed'
    return targetReport(host.name, outcome, secondsSince(started), problem)
  } catch (error) {
    session.signal.throwIfAborted()
    return targetReport(host.name, 'failed', secondsSince(started), reasonOf(error))
  }
}
