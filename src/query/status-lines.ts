import type {Paint} from '../reporter/paint.ts'
import {type Column, tableLines} from '../reporter/table.ts'
import type {HostStatus} from './host-status.ts'
import type {ImageStatus} from './image-status.ts'
import type {ServiceStatus} from './service-status.ts'
import type {SiteStatus} from './site-status.ts'

/** A status for a person. */
export function statusLines(status: SiteStatus, paint: Paint, width: number): string[] {
  const table = (title: string, names: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', paint('bold', title), ...tableLines(columns(names), rows, width)]
  return [
    `Stage ${status.stage} of ${status.site} (provider ${status.provider})`,
    ...table(
      'Phases',
      ['phase', 'completed'],
      status.phases.map(({phase, completed}) => [phase, completed ?? '-']),
    ),
    ...table('Hosts', ['host', 'address', 'roles', 'state'], status.hosts.map(hostRow)),
    ...table('Services', ['service', 'tasks', 'image', 'published'], status.services.map(serviceRow)),
    ...table('Images', ['image', 'in the registry'], status.images.map(imageRow)),
    ...section(problems(status).map(problem => paint('red', problem))),
    '',
    verdict(status, paint),
  ]
}

function columns(titles: readonly string[]): Column[] {
  return titles.map(title => ({title, align: 'left'}))
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines]
}

function hostRow({name, address, roles, isReachable}: HostStatus): string[] {
  return [name, address, roles.join(', '), isReachable ? 'reachable' : 'not reachable']
}

function serviceRow({name, running, wanted, isDeployed, image = '', published}: ServiceStatus): string[] {
  return [name, isDeployed ? `${running}/${wanted}` : 'not deployed', image, published.join(', ')]
}

function imageRow({name, digest}: ImageStatus): string[] {
  return [name, digest === undefined ? 'no' : digest.slice(0, 'sha256:'.length + 12)]
}

/** Hosts that fail for the same reason, as before build-infra, are told of once. */
function problems(status: SiteStatus): string[] {
  return [...new Set([...status.hosts.flatMap(({problem}) => problem ?? []), ...status.problems])]
}

function verdict({hosts, services, nextPhase, drift}: SiteStatus, paint: Paint): string {
  const reachable = hosts.filter(host => host.isReachable).length
  const complete = services.filter(service => service.isDeployed && service.running >= service.wanted).length
  const isWell = reachable === hosts.length && complete === services.length
  const counts = `${reachable}/${hosts.length} hosts reachable, ${complete}/${services.length} services complete`
  const next = isWell ? '' : ` "hive all" continues with ${nextPhase}.`
  const drifted = drift?.some(report => report.outcome !== 'ok') ? ' It differs from the inventory, see above.' : ''
  return paint(isWell && drifted === '' ? 'green' : 'yellow', `${counts}.${next}${drifted}`)
}
