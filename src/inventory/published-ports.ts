import type {StageName} from '../site/site.ts'
import type {Origin} from './origin.ts'
import {type Problem, problemAt} from './problem.ts'

/** A name -> number map that outlives the run (`published_port_map`, `drbd_device_map`). */
export type NumberMap = Readonly<Record<string, number>>

/** A port a service wants published, in the order of the files. */
export interface PortRequest {
  readonly service: string
  readonly stages: readonly StageName[]
  readonly target: number
  readonly protocol: string
  readonly mode: string
  /** Undefined: any free one. */
  readonly published: number | undefined
  readonly origin: Origin
}

export interface PortAllocation {
  /** The published port of each request, in their order. */
  readonly ports: readonly number[]
  readonly map: NumberMap
  readonly problems: readonly Problem[]
}

/** The lowest number hive gives to a published port by itself. */
export const firstPublishedPort = 61_001
const lastPort = 65_534

/**
 * Decides published ports. A number once given stays with its service and target port through the map, whose keys are
 * hive-builder's: the service's name followed by the target port. That key says neither the protocol nor where the name
 * ends; where it is taken by another port, `service:target/protocol` is used instead.
 */
export function allocatePorts(requests: readonly PortRequest[], stored: NumberMap): PortAllocation {
  const map: Record<string, number> = {...stored}
  const owners = new Map<string, PortRequest>()
  const explicit = new Set(requests.flatMap(({published}) => (published === undefined ? [] : [published])))
  const problems: Problem[] = []
  const ports = requests.map(request => {
    const key = keyFor(request, owners, map)
    const port = request.published ?? map[key] ?? lowestFree(map, explicit)
    if (port === undefined)
      problems.push(problemOf(request, `no port from ${firstPublishedPort} to ${lastPort} is free.`))
    else map[key] = port
    owners.set(key, request)
    return port ?? 0
  })
  return {ports, map, problems: [...problems, ...duplicates(requests, ports)]}
}

function keyFor(request: PortRequest, owners: ReadonlyMap<string, PortRequest>, map: NumberMap): string {
  const {service, target, protocol, published} = request
  const short = `${service}${target}`
  const long = `${service}:${target}/${protocol}`
  if (published === undefined && map[long] !== undefined) return long
  const owner = owners.get(short)
  if (!owner) return short
  const isSameTarget = owner.service === service && owner.target === target
  // tcp and udp of one target share a number, as name servers want it, unless they were given different ones.
  return isSameTarget && (published === undefined || published === map[short]) ? short : long
}

function lowestFree(map: NumberMap, explicit: ReadonlySet<number>): number | undefined {
  const used = new Set(Object.values(map))
  for (let port = firstPublishedPort; port <= lastPort; port++) {
    if (!used.has(port) && !explicit.has(port)) return port
  }
  return undefined
}

function duplicates(requests: readonly PortRequest[], ports: readonly number[]): readonly Problem[] {
  return requests.flatMap((request, index) => {
    const other = requests
      .slice(0, index)
      .find((earlier, at) => ports[at] === ports[index] && isConflict(earlier, request))
    if (!other) return []
    const place = other.origin.file.locate(other.origin.path)
    const where = `${place.file}:${place.line}:${place.column}`
    const message = `published port ${ports[index]}/${request.protocol} belongs to service ${other.service} already (${where}).`
    return [problemOf(request, message)]
  })
}

/** Ports on the hosts themselves may be the same: placement can keep the services apart. */
function isConflict(left: PortRequest, right: PortRequest): boolean {
  if (left.protocol !== right.protocol) return false
  if (left.mode === 'host' && right.mode === 'host' && left.service !== right.service) return false
  return left.stages.some(stage => right.stages.includes(stage))
}

function problemOf({origin}: PortRequest, message: string): Problem {
  return problemAt({file: origin.file, path: origin.path, message})
}
