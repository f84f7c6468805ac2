import type {Change} from '../change.ts'
import {runOnHosts} from '../engine/run-on-hosts.ts'
import {HiveError, reasonWithAdvice} from '../error.ts'
import type {TargetReport} from '../reporter/event.ts'
import type {ClusterRole, HostRole, Role} from '../role.ts'
import type {Session} from '../session.ts'
import {carryOut} from '../setup/carry-out.ts'
import {rolesOf} from '../setup/role-hosts.ts'
import {setUpHost} from '../setup/set-up-host.ts'
import type {Host} from '../site/site.ts'
import type {Phase} from './phase.ts'
import {phaseReport, secondsSince, targetReport} from './phase-report.ts'
import {selectNamed} from './select-named.ts'

/**
 * Phase 2: what roles prepare on the mother, then every host at its own pace, then the cluster as a whole. A host that
 * fails keeps no other from going on; the cluster waits for all its hosts.
 */
export const setupHosts: Phase = {
  name: 'setup-hosts',
  async run(session, {limit, tags}) {
    const started = Date.now()
    const {site, extensions, checkMode} = session
    const hosts = selectNamed('host', site.hosts, host => host.name, limit)
    const roles = selectNamed('role', extensions.roles, role => role.name, tags)
    const prepared = await prepare(session, roles.filter(isHostRole))
    const perHost = await setUpHosts(session, hosts, roles.filter(isHostRole))
    const failed = perHost.filter(({target}) => target.outcome === 'failed').map(({target}) => target.target)
    const cluster = await setUpCluster(session, hosts, roles.filter(isClusterRole), failed)
    const results = [...prepared, ...perHost, ...cluster]
    return phaseReport({
      phase: 'setup-hosts',
      checkMode,
      started,
      targets: results.map(({target}) => target),
      changes: results.flatMap(({changes}) => changes),
    })
  },
}

/** What became of a host, the mother or the cluster. */
export interface Result {
  readonly target: TargetReport
  readonly changes: readonly Change[]
}

/** Keys, certificates and passwords. Without them no host can be set up, so a problem ends the phase. */
async function prepare(session: Session, roles: readonly HostRole[]): Promise<Result[]> {
  const started = Date.now()
  const changes: Change[] = []
  for (const role of roles) {
    const carried = await carryOut(session, (await role.prepare?.(session)) ?? [])
    if (carried.failure !== undefined) throw carried.failure.error
    changes.push(...carried.changes)
  }
  if (changes.length === 0) return []
  const outcome = session.checkMode ? 'would-change' : 'changed'
  const target = targetReport(session.site.mother.name, outcome, secondsSince(started))
  return [{target: {...target, changed: changes.length}, changes}]
}

/** Brings each host to where its roles want it; one that fails is a result like the others. */
export async function setUpHosts(
  session: Session,
  hosts: readonly Host[],
  roles: readonly HostRole[],
): Promise<Result[]> {
  const {site, report} = session
  const warned = new Map<string, string[]>()
  const work = hosts.map(host => ({host, roles: rolesOf(host, site, roles)})).filter(item => item.roles.length > 0)
  const results = await runOnHosts(work, site.settings.forks, async ({host, roles}) => {
    const started = Date.now()
    try {
      const {outcome, warnings} = await setUpHost(session, host, roles)
      for (const text of warnings) warned.set(text, [...(warned.get(text) ?? []), host.name])
      const {skipped, changes, needsReboot, needsReconnect, ...target} = outcome
      return {target, changes}
    } catch (error) {
      session.signal.throwIfAborted()
      return {target: targetReport(host.name, 'failed', secondsSince(started), reasonWithAdvice(error)), changes: []}
    }
  })
  for (const [text, names] of warned) report({type: 'warning', target: names.toSorted().join(', '), text})
  return results
}

async function setUpCluster(
  session: Session,
  hosts: readonly Host[],
  roles: readonly ClusterRole[],
  failed: readonly string[],
): Promise<Result[]> {
  const hives = hosts.filter(host => host.isHive)
  if (hives.length === 0) return []
  const missing = hives.map(host => host.name).filter(name => failed.includes(name))
  const results: Result[] = []
  for (const role of roles) {
    if (missing.length > 0) {
      const message = `Left alone, because it needs ${missing.join(', ')}, which failed.`
      results.push({target: targetReport(role.name, 'skipped', 0, message), changes: []})
    } else {
      results.push(await runClusterRole(session, hives, role))
    }
  }
  return results
}

async function runClusterRole(session: Session, hives: readonly Host[], role: ClusterRole): Promise<Result> {
  const started = Date.now()
  try {
    const {changes, failure} = await carryOut(session, await role.plan(session, hives))
    const right = session.checkMode ? 'would-change' : 'changed'
    const outcome = failure !== undefined ? 'failed' : changes.length > 0 ? right : 'ok'
    const message = failure && reasonWithAdvice(failure.error)
    const target = targetReport(role.name, outcome, secondsSince(started), message)
    return {target: {...target, changed: changes.length}, changes}
  } catch (error) {
    session.signal.throwIfAborted()
    const isTooEarly = session.checkMode && error instanceof HiveError && error.code === 'ENGINE_UNAVAILABLE'
    const message = isTooEarly
      ? `It can be looked at when the engines run. ${reasonWithAdvice(error)}`
      : reasonWithAdvice(error)
    return {
      target: targetReport(role.name, isTooEarly ? 'skipped' : 'failed', secondsSince(started), message),
      changes: [],
    }
  }
}

function isHostRole(role: Role): role is HostRole {
  return role.kind === 'host'
}

function isClusterRole(role: Role): role is ClusterRole {
  return role.kind === 'cluster'
}
