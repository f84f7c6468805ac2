import {type PhaseName, phaseNames} from '../phase-name.ts'
import {phaseNamed} from '../phases/phase.ts'
import {readPhaseRecord} from '../phases/record.ts'
import type {PhaseReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import {type HostStatus, hostStatus} from './host-status.ts'
import {type ImageStatus, imageStatuses} from './image-status.ts'
import {type ServiceStatus, serviceStatuses} from './service-status.ts'

/** What a stage is and how it stands. */
export interface SiteStatus {
  readonly site: string
  readonly stage: string
  readonly provider: string
  /** In their order; `completed` is absent for phases that were never run to their end, or were taken back. */
  readonly phases: readonly {readonly phase: PhaseName; readonly completed?: string}[]
  /** Where `hive all` starts. */
  readonly nextPhase: PhaseName
  readonly hosts: readonly HostStatus[]
  readonly services: readonly ServiceStatus[]
  readonly images: readonly ImageStatus[]
  /** What could not be asked, and why. */
  readonly problems: readonly string[]
  /** Every phase in check mode, when that was asked for. */
  readonly drift?: readonly PhaseReport[]
}

/** Asks the hosts, the swarm and the registry; what does not answer is part of the status, not an error. */
export async function siteStatus(session: Session): Promise<SiteStatus> {
  const {site} = session
  const [record, hosts] = await Promise.all([
    readPhaseRecord(site.contextDirectory),
    Promise.all(site.hosts.map(host => hostStatus(session.hosts, host))),
  ])
  const reachable = new Set(hosts.filter(host => host.isReachable).map(host => host.name))
  const [services, images] = await Promise.all([serviceStatuses(session, reachable), imageStatuses(session, reachable)])
  return {
    site: site.name,
    stage: site.stage,
    provider: site.provider,
    phases: phaseNames.map(phase => ({phase, ...(record[phase] && {completed: record[phase]})})),
    nextPhase: phaseNamed(site.settings.start_phase),
    hosts,
    services: services.found,
    images: images.found,
    problems: [...services.problems, ...images.problems],
  }
}
