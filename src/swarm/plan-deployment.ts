import type Docker from 'dockerode'
import {withCarrier} from '../docker/carry/carrier.ts'
import {readImageNaming} from '../docker/image-naming.ts'
import {siteLogins} from '../docker/site-logins.ts'
import {HiveError} from '../error.ts'
import type {Session} from '../session.ts'
import type {Service} from '../site/site.ts'
import {pinVolumes, replicatedVolumes} from '../volume/pin.ts'
import type {Cluster} from './cluster.ts'
import type {FoundService} from './found-service.ts'
import {impossibleWishes} from './impossible.ts'
import {lookAtCluster, noIpvsWarning} from './look-at-cluster.ts'
import type {Manager} from './manager.ts'
import {listSwarmNetworks, networkNamer} from './network/names.ts'
import {planServices, type ServiceChange} from './plan.ts'
import {presentPins} from './present-pins.ts'
import {wanderingVolumes} from './wandering-volumes.ts'
import {wantServices} from './want.ts'

/**
 * Looks at the cluster and plans what makes its services the wanted ones. Changes nothing.
 * @throws HiveError SERVICE_FAILED that lists every wish no swarm can grant.
 */
export async function planDeployment(
  session: Session,
  {host, docker}: Manager,
  services: readonly Service[],
  found: readonly FoundService[],
): Promise<readonly ServiceChange[]> {
  const {site, report} = session
  const sources = replicatedVolumes(site, services)
  const [cluster, networks, naming, logins] = await Promise.all([
    pinVolumes(session, {host, sources, known: presentPins(found, sources)}).then(pins =>
      lookAtCluster(session, host, pins),
    ),
    listSwarmNetworks(docker),
    readImageNaming(site),
    siteLogins(site),
  ])
  if (!cluster.hasIpvs) report({type: 'warning', text: noIpvsWarning})
  refuseImpossible(session, services, cluster, networks)
  const wanted = await withCarrier(session, docker, carry =>
    wantServices({docker, site, services, cluster, found, naming, logins, report, carry}),
  )
  const changes = planServices({site, wanted, found, networkName: networkNamer(networks)})
  const created = services.filter(({name}) =>
    changes.some(({change}) => change.id === `service:${name}` && change.action === 'create'),
  )
  for (const text of wanderingVolumes(created, site)) report({type: 'warning', text})
  return changes
}

function refuseImpossible(
  {site, checkMode}: Session,
  services: readonly Service[],
  cluster: Cluster,
  networks: readonly Docker.NetworkInspectInfo[],
): void {
  const present = new Set(networks.map(({Name}) => Name))
  const problems = services.flatMap(service => {
    const missing = (service.networks ?? site.networks.map(({name}) => name)).filter(name => !present.has(name))
    const absent = missing.length > 0 && !checkMode ? [`its network ${missing.join(', ')} does not exist`] : []
    return [...impossibleWishes(service, site, cluster), ...absent].map(
      text => `${whereOf(service)}Service ${service.name}: ${text}.`,
    )
  })
  if (problems.length === 0) return
  throw new HiveError('SERVICE_FAILED', `Nothing was deployed.\n${problems.join('\n')}`, {
    suggestions: ['Correct these services in the inventory; missing networks are made by "hive build-networks".'],
  })
}

function whereOf({position}: Service): string {
  return position ? `${position.file}:${position.line}: ` : ''
}
