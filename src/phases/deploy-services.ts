import {mirrorAdvice} from '../docker/mirror-advice.ts'
import type {PhaseReport, TargetReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Service, Site} from '../site/site.ts'
import {carryOut} from '../swarm/carry-out.ts'
import type {FoundService} from '../swarm/found-service.ts'
import {type Manager, swarmManager} from '../swarm/manager.ts'
import {isOurs, orphanedServices, removalOf, type ServiceChange} from '../swarm/plan.ts'
import {planDeployment} from '../swarm/plan-deployment.ts'
import {followServices, withFollowers} from './follow-services.ts'
import type {Phase, PhaseOptions} from './phase.ts'
import {phaseReport, secondsSince, targetReport} from './phase-report.ts'
import {selectServices} from './select-named.ts'

/** Phase 6: makes the swarm's services the inventory's and waits until each runs, or says why it does not. */
export const deployServices: Phase = {
  name: 'deploy-services',
  async run(session, options) {
    const started = Date.now()
    const services = selectServices(session.site, options.limit)
    const manager = await swarmManager(session)
    const found = await manager.docker.listServices({status: true})
    const changes = [
      ...(options.destroy
        ? removals(session.site, services, found)
        : await planDeployment(session, manager, services, found)),
      ...orphanRemovals(session, options, found),
    ]
    const plan = {services, found, changes, started}
    // First, so that the very first lines of a service are watched and its log server listens the way it speaks.
    const followers = await followServices(session, services, options)
    const report = session.checkMode ? tellPlan(session, plan) : await carryOutPlan(session, manager, options, plan)
    return withFollowers(report, started, followers)
  },
}

interface Plan {
  readonly services: readonly Service[]
  readonly found: readonly FoundService[]
  readonly changes: readonly ServiceChange[]
  readonly started: number
}

function removals(site: Site, services: readonly Service[], found: readonly FoundService[]): readonly ServiceChange[] {
  const names = new Set(services.map(service => service.name))
  const ours = found.filter(service => names.has(service.Spec?.Name ?? '') && isOurs(service, site))
  return ours.map(service => removalOf(service, 'asked for'))
}

/** Services the inventory no longer has: removed when asked for, told of otherwise. A limited run leaves them alone. */
function orphanRemovals(
  {site, report}: Session,
  {limit, prune}: PhaseOptions,
  found: readonly FoundService[],
): readonly ServiceChange[] {
  if (limit.length > 0) return []
  const orphans = orphanedServices(site, found)
  if (prune) return orphans.map(service => removalOf(service, 'the inventory has no such service'))
  for (const {Spec} of orphans) {
    const text = `Service ${Spec?.Name} runs, but the inventory has no such service. --prune removes it.`
    report({type: 'warning', target: Spec?.Name, text})
  }
  return []
}

function tellPlan({checkMode, report}: Session, {services, changes, started}: Plan): PhaseReport {
  for (const {change} of changes) report({type: 'change', change, outcome: 'planned'})
  const targets = targetNames(services, changes).map(([name, isChanged]) =>
    targetReport(name, isChanged ? 'would-change' : 'ok', secondsSince(started)),
  )
  return reportOf(checkMode, {started, changes}, targets)
}

async function carryOutPlan(
  {site, checkMode, report, signal}: Session,
  {docker}: Manager,
  {destroy}: PhaseOptions,
  {services, found, changes, started}: Plan,
): Promise<PhaseReport> {
  const names = new Map(targetNames(services, changes))
  const unchanged = destroy ? [] : found.filter(({Spec}) => names.get(Spec?.Name ?? '') === false)
  const outcomes = await carryOut({docker, changes, unchanged, report, signal})
  const targets = [...names.keys()].map((name): TargetReport => {
    const outcome = outcomes.find(candidate => candidate.name === name)
    if (outcome?.problem !== undefined) {
      const message = [outcome.problem, ...mirrorAdvice(site.settings, outcome.problem)].join(' ')
      return targetReport(name, 'failed', outcome.seconds, message)
    }
    return targetReport(name, outcome?.isChanged ? 'changed' : 'ok', outcome?.seconds ?? 0)
  })
  return reportOf(checkMode, {started, changes}, targets)
}

function reportOf(
  checkMode: boolean,
  {started, changes}: Pick<Plan, 'started' | 'changes'>,
  targets: readonly TargetReport[],
): PhaseReport {
  return phaseReport({
    ...{phase: 'deploy-services', checkMode, started, targets},
    changes: changes.map(({change}) => change),
  })
}

/** Every service the phase is about, in the inventory's order, and whether something has to be done to it. */
function targetNames(services: readonly Service[], changes: readonly ServiceChange[]): readonly [string, boolean][] {
  const changed = new Set(changes.map(({change}) => change.id.replace(/^service:/, '')))
  const names = new Set([...services.map(service => service.name), ...changed])
  return [...names].map(name => [name, changed.has(name)])
}
