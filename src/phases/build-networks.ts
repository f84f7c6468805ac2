import type Docker from 'dockerode'
import {engineReason} from '../docker/engine-reason.ts'
import {HiveError} from '../error.ts'
import type {TargetReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {swarmManager} from '../swarm/manager.ts'
import {applyNetworkChange, refuseUsed} from '../swarm/network/apply.ts'
import {listSwarmNetworks} from '../swarm/network/names.ts'
import {type NetworkChange, networkRemoval, orphanedNetworks, planNetworks} from '../swarm/network/plan.ts'
import type {Phase} from './phase.ts'
import {phaseReport, secondsSince, targetReport} from './phase-report.ts'

/** Phase 5: makes the overlay networks of the inventory. */
export const buildNetworks: Phase = {
  name: 'build-networks',
  async run(session, {prune}) {
    const started = Date.now()
    const {site, checkMode} = session
    const {docker} = await swarmManager(session)
    const [found, services] = await Promise.all([listSwarmNetworks(docker), docker.listServices()])
    const orphans = orphanedNetworks(site, found)
    if (!prune) warnOfOrphans(session, orphans)
    const changes = [
      ...(prune ? orphans.map(network => networkRemoval(network, services, 'the inventory has no such network')) : []),
      ...planNetworks(site, found, services),
    ]
    const done = await Promise.all(changes.map(item => carryOut(session, docker, item)))
    const untouched = site.networks.filter(({name}) => !changes.some(({change}) => change.id === `network:${name}`))
    const targets = [...untouched.map(({name}) => targetReport(name, 'ok', secondsSince(started))), ...done]
    return phaseReport({
      phase: 'build-networks',
      checkMode,
      started,
      targets,
      changes: changes.map(({change}) => change),
    })
  },
}

function warnOfOrphans({report}: Session, orphans: readonly Docker.NetworkInspectInfo[]): void {
  for (const {Name} of orphans) {
    const text = `Network ${Name} exists, but the inventory has no such network. --prune removes it.`
    report({type: 'warning', target: Name, text})
  }
}

async function carryOut(
  {report, signal, checkMode}: Session,
  docker: Docker,
  item: NetworkChange,
): Promise<TargetReport> {
  const started = Date.now()
  const {change} = item
  const name = change.id.replace(/^network:/, '')
  try {
    report({type: 'change', change, outcome: checkMode ? 'planned' : 'started'})
    if (checkMode) refuseUsed(item)
    else await applyNetworkChange(docker, item, signal)
  } catch (error) {
    signal.throwIfAborted()
    const message =
      error instanceof HiveError ? error.message : `Network ${name}: the swarm refused it: ${engineReason(error)}.`
    report({type: 'change', change, outcome: 'failed', message})
    return targetReport(name, 'failed', secondsSince(started), message)
  }
  if (!checkMode) report({type: 'change', change, outcome: 'done'})
  return targetReport(name, checkMode ? 'would-change' : 'changed', secondsSince(started))
}
