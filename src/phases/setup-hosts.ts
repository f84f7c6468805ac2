import {requireAnsible} from '../ansible/run-on-hosts.ts'
import type {Change} from '../change.ts'
import type {HostRole} from '../role.ts'
import type {Session} from '../session.ts'
import {carryOut} from '../setup/carry-out.ts'
import {isInGroup} from '../setup/role-hosts.ts'
import {hostRolesOf, type SetupStep, setupSteps, stepName} from '../setup/setup-steps.ts'
import type {Host} from '../site/site.ts'
import {concludeRoles} from './conclude-roles.ts'
import type {Phase} from './phase.ts'
import {phaseReport, secondsSince, targetReport} from './phase-report.ts'
import {playOnHosts} from './play-on-hosts.ts'
import {selectNamed} from './select-named.ts'
import {setUpCluster} from './set-up-cluster.ts'
import {type Result, setUpHosts} from './set-up-hosts.ts'
import {summedResults} from './summed-results.ts'

/**
 * Phase 2: what roles prepare on the mother, then every host at its own pace, then the cluster as a whole, then what roles
 * have to tell servers that run now. A host that fails keeps no other from going on; the cluster waits for all its hosts.
 * An Ansible role of the project is where hosts wait for each other.
 */
export const setupHosts: Phase = {
  name: 'setup-hosts',
  async run(session, {limit, tags}) {
    const started = Date.now()
    const {site, extensions, checkMode} = session
    const hosts = selectNamed('host', site.hosts, host => host.name, limit)
    const roles = selectNamed('role', extensions.roles, role => role.name, tags)
    const steps = await setupSteps(roles, site.settings)
    for (const step of steps) if (step.kind === 'ansible') await requireAnsible(step.name)
    const prepared = await prepare(session, hostRolesOf(steps))
    const taken = await takeSteps(session, hosts, steps)
    const concluded = await concludeRoles(session, hostRolesOf(steps), taken)
    const results = [...prepared, ...summedResults(taken), ...concluded]
    return phaseReport({
      phase: 'setup-hosts',
      checkMode,
      started,
      targets: results.map(({target}) => target),
      changes: results.flatMap(({changes}) => changes),
    })
  },
}

/** Keys, certificates and passwords. Without them no host can be set up, so a problem ends the phase. */
async function prepare(session: Session, roles: readonly HostRole[]): Promise<readonly Result[]> {
  const started = Date.now()
  const carried: Change[] = []
  for (const role of roles) {
    const {changes, failure} = await carryOut(session, (await role.prepare?.(session)) ?? [])
    if (failure !== undefined) throw failure.error
    carried.push(...changes)
  }
  if (carried.length === 0) return []
  const outcome = session.checkMode ? 'would-change' : 'changed'
  const target = targetReport(session.site.mother.name, outcome, secondsSince(started))
  return [{target: {...target, changed: carried.length}, changes: carried}]
}

/** A host that failed is left out of later steps; a role that failed as a whole ends all of them. */
async function takeSteps(session: Session, hosts: readonly Host[], steps: readonly SetupStep[]): Promise<Result[]> {
  const results: Result[] = []
  for (const step of steps) {
    const failed = results.filter(({target}) => target.outcome === 'failed').map(({target}) => target.target)
    const obstacle = failed.find(name => hosts.every(host => host.name !== name))
    results.push(...(obstacle === undefined ? await take(session, hosts, step, failed) : [leftAlone(step, obstacle)]))
  }
  return results
}

async function take(
  session: Session,
  hosts: readonly Host[],
  step: SetupStep,
  failed: readonly string[],
): Promise<readonly Result[]> {
  const sound = hosts.filter(({name}) => !failed.includes(name))
  if (step.kind === 'hosts') return setUpHosts(session, sound, step.roles)
  if (step.kind === 'cluster') return setUpCluster(session, hosts, step.role, failed)
  return playOnHosts(
    session,
    step.name,
    sound.filter(host => isInGroup(host, step)),
  )
}

function leftAlone(step: SetupStep, obstacle: string): Result {
  return {target: targetReport(stepName(step), 'skipped', 0, `Left alone, because ${obstacle} failed.`), changes: []}
}
