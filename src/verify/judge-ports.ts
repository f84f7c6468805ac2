import {runOnHosts} from '../engine/index.ts'
import {firstPublishedPort} from '../inventory/published-ports.ts'
import type {Host, PublishedPort, Service, Site} from '../site/site.ts'
import {isWanted} from '../swarm/converge/task.ts'
import {listeningPorts} from './host-facts.ts'
import {notDeployed} from './judge-swarm.ts'
import {httpProblem} from './probe/http.ts'
import {tcpProblem} from './probe/tcp.ts'
import type {HttpProbe, TcpProbe} from './project-file.ts'
import type {Seen, SwarmSeen} from './seen.ts'
import {portText} from './site-checks.ts'
import type {Way} from './way.ts'

/** Seconds one port may take. */
const patience = 3

interface Published {
  readonly service: Service
  readonly port: PublishedPort
}

/**
 * Whether a published port answers the mother: on every hive host where the swarm routes it, on those that run a task
 * where it is open there only. Nothing can be told from outside of UDP and SCTP: then the swarm's word is taken.
 */
export async function publishedProblem(seen: Seen, site: Site, wish: Published): Promise<string | undefined> {
  const hosts = servingHosts(seen, site, wish)
  if (typeof hosts === 'string') return hosts
  if (wish.port.protocol !== 'tcp') return undefined
  return sentences(hosts, async host => {
    const {address, dial} = wayOf(seen, host)
    const reason = await tcpProblem(address, wish.port.publishedPort, patience, dial)
    return reason && `${host.name} ${reason} on port ${portText(wish.port)}.`
  })
}

/**
 * Whether a host answers on TCP ports that the inventory does not publish. Tried are those a service of the swarm
 * publishes and, of the range hive gives numbers from, those something on the host listens on.
 */
export async function nothingElseProblem(seen: Seen, site: Site, host: Host): Promise<string | undefined> {
  const {swarm, answers} = seen
  const answer = answers.get(host.name)
  if ('problem' in swarm) return swarm.problem
  if (!answer || 'problem' in answer) return answer?.problem ?? `Host ${host.name} was not asked.`
  const wanted = new Set(site.services.flatMap(({ports}) => ports.map(portText)))
  const owners = strayOwners(swarm.found)
  const listening = listeningPorts(answer.found.sockets ?? '').filter(port => port >= firstPublishedPort)
  const stray = [...new Set([...owners.keys(), ...listening])].filter(port => !wanted.has(`${port}/tcp`))
  return sentences(stray, async port => {
    const {address, dial} = wayOf(seen, host)
    const silence = await tcpProblem(address, port, patience, dial)
    const owner = owners.get(port)
    const by = owner === undefined ? 'a program of the host' : `service ${owner}`
    return silence === undefined ? `${host.name} answers on port ${port}/tcp, which ${by} opened.` : undefined
  })
}

export async function httpProblemOf(seen: Seen, site: Site, wish: HttpProbe): Promise<string | undefined> {
  if (wish.url !== undefined) {
    const url = new URL(wish.url)
    const {address, dial} = knownWay(seen, site, url.hostname)
    if (address !== url.hostname) url.hostname = inUrl(address)
    const reason = await httpProblem(url, wish, dial)
    return reason && `${wish.url} ${reason}.`
  }
  const service = site.services.find(({name}) => name === wish.service)
  const port = service?.ports.find(({targetPort}) => wish.port === undefined || wish.port === targetPort)
  if (!service || !port) return `Service ${wish.service} does not publish the port.`
  const hosts = servingHosts(seen, site, {service, port})
  if (typeof hosts === 'string') return hosts
  return sentences(hosts, async host => {
    const scheme = wish.tls === 'off' ? 'http' : 'https'
    const {address, dial} = wayOf(seen, host)
    const url = new URL(`${scheme}://${inUrl(address)}:${port.publishedPort}${wish.path}`)
    const reason = await httpProblem(url, wish, dial)
    return reason && `${host.name}: ${url} ${reason}.`
  })
}

export async function tcpProblemOf(seen: Seen, site: Site, wish: TcpProbe): Promise<string | undefined> {
  const {address, dial} = knownWay(seen, site, wish.host)
  const reason = await tcpProblem(address, wish.port, wish.timeout, dial)
  if (!wish.open) return reason === undefined ? `${wish.host} answers on port ${wish.port}.` : undefined
  return reason && `${wish.host} ${reason} on port ${wish.port}.`
}

/** The hosts a published port is served by, or why there are none. */
function servingHosts({swarm}: Seen, site: Site, {service, port}: Published): readonly Host[] | string {
  if ('problem' in swarm) return swarm.problem
  const found = swarm.found.services.get(service.name)
  if (!found) return notDeployed(service.name)
  const published = found.ports.find(
    ({PublishedPort, Protocol}) => PublishedPort === port.publishedPort && (Protocol ?? 'tcp') === port.protocol,
  )
  if (!published) return `The swarm does not publish port ${portText(port)} of service ${service.name}.`
  const hives = site.hosts.filter(host => host.isHive)
  if (published.PublishMode !== 'host') return hives
  const nodes = found.snapshot.tasks
    .filter(task => isWanted(task) && task.Status.State === 'running')
    .map(task => swarm.found.readyNodes.get(task.NodeID ?? ''))
  const hosts = hives.filter(host => nodes.includes(host.shortName))
  return hosts.length > 0 ? hosts : `No task of service ${service.name} runs, so no host opens port ${portText(port)}.`
}

/** TCP ports that services of the swarm publish, with the service of each. */
function strayOwners({services}: SwarmSeen): ReadonlyMap<number, string> {
  const ports = [...services].flatMap(([name, service]) =>
    service.ports.flatMap(({PublishedPort, Protocol}) =>
      PublishedPort !== undefined && (Protocol ?? 'tcp') === 'tcp' ? [[PublishedPort, name] as const] : [],
    ),
  )
  return new Map(ports)
}

async function sentences<Item>(
  items: readonly Item[],
  problem: (item: Item) => Promise<string | undefined>,
): Promise<string | undefined> {
  const found = (await runOnHosts(items, 16, problem)).filter(text => text !== undefined)
  return found.length > 0 ? found.join('\n') : undefined
}

function wayOf({ways}: Seen, host: Host): Way {
  return ways.get(host.name) ?? {address: host.address}
}

/** Names of hosts need not be known to anybody's name servers. */
function knownWay(seen: Seen, site: Site, name: string): Way {
  const host = site.hosts.find(candidate => candidate.name === name || candidate.shortName === name)
  return host ? wayOf(seen, host) : {address: name}
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
