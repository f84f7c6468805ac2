import type Docker from 'dockerode'
import type {Change} from '../change.ts'
import {HiveError} from '../error.ts'
import type {Service, Site} from '../site/site.ts'
import {isOwn, siteLabel, stageLabel} from '../site/site-labels.ts'
import {diffService, mustReplace} from './diff/service.ts'
import type {NetworkName} from './diff/view.ts'
import {containerOf, type FoundService} from './found-service.ts'

export interface WantedService {
  readonly service: Service
  readonly spec: Docker.ServiceSpec
  /** The login at the image's registry, handed to the swarm so that its nodes can pull. */
  readonly auth?: Docker.AuthConfig
}

/** A change of a service with what is needed to carry it out. */
export interface ServiceChange {
  readonly change: Change
  /** Absent when the service is to be removed. */
  readonly spec?: Docker.ServiceSpec
  readonly auth?: Docker.AuthConfig
  readonly found?: FoundService
}

export interface ServicePlanInput {
  readonly site: Site
  readonly wanted: readonly WantedService[]
  /** Every service of the swarm. */
  readonly found: readonly FoundService[]
  readonly networkName: NetworkName
}

/** What has to be done so that the swarm's services are the wanted ones; in the inventory's order. Pure. */
export function planServices({site, wanted, found, networkName}: ServicePlanInput): readonly ServiceChange[] {
  const byName = new Map(found.map(service => [service.Spec?.Name, service]))
  return wanted.flatMap(({service, spec, auth}) => {
    const present = byName.get(service.name)
    if (present) refuseForeign(present, site)
    const change = present ? changeOf(service, spec, present, networkName) : created(service, spec)
    return change ? [{change, spec, auth, found: present}] : []
  })
}

/** Services of this site and stage that the inventory does not have. */
export function orphanedServices(site: Site, found: readonly FoundService[]): readonly FoundService[] {
  const wanted = new Set(site.services.map(service => service.name))
  return found.filter(({Spec}) => isOwn(Spec?.Labels, site) && !wanted.has(Spec?.Name ?? ''))
}

/** Whether a service may be touched: it carries no site's labels, or this site's. */
export function isOurs({Spec: spec}: FoundService, site: Site): boolean {
  return spec?.Labels?.[siteLabel] === undefined || isOwn(spec?.Labels, site)
}

/** The removal of a service that is there. */
export function removalOf(found: FoundService, reason: string): ServiceChange {
  return {change: {id: `service:${found.Spec?.Name}`, action: 'remove', details: [reason]}, found}
}

function created(service: Service, spec: Docker.ServiceSpec): Change {
  const details = [`image: ${containerOf(spec)?.Image}`]
  return {id: `service:${service.name}`, action: 'create', details, where: whereOf(service)}
}

function changeOf(
  service: Service,
  spec: Docker.ServiceSpec,
  present: FoundService,
  networkName: NetworkName,
): Change | undefined {
  const details = [...diffService(spec, present.Spec ?? {}, networkName), ...pausedUpdate(present)]
  if (details.length === 0) return undefined
  const action = mustReplace(spec, present.Spec ?? {}) ? 'replace' : 'update'
  return {id: `service:${service.name}`, action, details, where: whereOf(service)}
}

/** An update that stopped half way goes on when the same spec is sent again. */
function pausedUpdate({UpdateStatus: status}: FoundService): readonly string[] {
  const isPaused = status?.State === 'paused' || status?.State === 'rollback_paused'
  return isPaused ? ['update: stopped half way -> tried again'] : []
}

/** Services without our labels are taken over: hive-builder made them. Those of another site are not ours to touch. */
function refuseForeign(service: FoundService, site: Site): void {
  if (isOurs(service, site)) return
  const {Spec: spec} = service
  throw new HiveError(
    'SERVICE_FAILED',
    `Service ${spec?.Name} of the swarm belongs to site ${spec?.Labels?.[siteLabel]}, stage ${spec?.Labels?.[stageLabel]}, not to ${site.name}, stage ${site.stage}. Nothing was changed.`,
    {suggestions: ['Give the service another name in one of the two inventories.']},
  )
}

function whereOf({position}: Service): string | undefined {
  return position && `${position.file}:${position.line}`
}
