import type {InventoryEntry} from './entry.ts'
import {isImageName, isSwarmName, isVolumeName} from './names.ts'
import {type Problem, problemAt} from './problem.ts'
import type {PortDefinition, VolumeDefinition} from './schema/service.ts'
import type {ReadService, ReadServices} from './services-entries.ts'

/** What is wrong with a services file beyond the types of its attributes (hive-inventory.md section 5.9). */
export function servicesProblems(
  {file, definition}: ReadServices,
  services: readonly ReadService[],
): readonly Problem[] {
  const networks = Object.keys(definition.networks ?? {}).filter(name => !isSwarmName(name))
  return [
    ...services.flatMap(serviceProblems),
    ...networks.map(name =>
      problemAt({file, path: ['networks', name], part: 'key', message: notSwarmName(name, 'a network')}),
    ),
  ]
}

/** Objects that share a name but can not be one object. */
export function nameProblems(entries: readonly InventoryEntry[]): readonly Problem[] {
  const first = new Map<string, InventoryEntry>()
  return entries.flatMap(entry => {
    const other = first.get(entry.name)
    if (!other) {
      first.set(entry.name, entry)
      return []
    }
    return isSame(other, entry) ? [] : [nameProblem(other, entry)]
  })
}

interface Finding {
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly part?: 'key' | 'value'
}

function serviceProblems(service: ReadService): readonly Problem[] {
  const {origin, definition} = service
  const findings = [
    ...nameFindings(service),
    ...imageFindings(service),
    ...(definition.volumes ?? []).flatMap(volumeFindings),
    ...(definition.ports ?? []).flatMap(portFindings),
  ]
  return findings.map(({at, ...rest}) => problemAt({file: origin.file, path: [...origin.path, ...at], ...rest}))
}

function nameFindings({name, definition}: ReadService): readonly Finding[] {
  if (!isSwarmName(name)) return [{at: [], part: 'key', message: notSwarmName(name, 'a service')}]
  if (typeof definition.image !== 'object' || isImageName(`image_${name}`)) return []
  const message = `its image would be named image_${name}, which no registry accepts: use lower case letters, digits and single hyphens.`
  return [{at: [], part: 'key', message}]
}

function imageFindings({definition: {image}}: ReadService): readonly Finding[] {
  if (typeof image !== 'object') return []
  const {pull_on: pullOn, pull_from: pullFrom} = image
  const isPullOnGiven = pullOn !== undefined && pullOn.length > 0
  if (isPullOnGiven && pullFrom === undefined) {
    return [{at: ['image', 'pull_on'], part: 'key', message: 'stages that pull the image need pull_from beside it.'}]
  }
  if (!isPullOnGiven && pullFrom !== undefined) {
    return [
      {at: ['image', 'pull_from'], part: 'key', message: 'an image to pull needs the stages that pull it in pull_on.'},
    ]
  }
  return []
}

function volumeFindings(volume: VolumeDefinition, index: number): readonly Finding[] {
  const at = ['volumes', index]
  const kinds = (['driver', 'drbd', 'nfs'] as const).filter(kind => volume[kind] !== undefined)
  const findings: Finding[] = []
  if (kinds.length > 1) findings.push({at, message: `${kinds.join(' and ')} exclude each other: keep one of them.`})
  const source = String(volume.source)
  const isNamed = kinds.length > 0 || volume.type === 'volume'
  if (isNamed && !source.includes('{{') && !isVolumeName(source)) {
    const message = `${JSON.stringify(source)} can not name a volume: use letters, digits, dots, hyphens and underscores, at least two.`
    findings.push({at: [...at, 'source'], message})
  }
  const target = String(volume.target)
  if (!target.startsWith('/') && !target.includes('{{')) {
    findings.push({at: [...at, 'target'], message: `should be an absolute path, got ${JSON.stringify(target)}.`})
  }
  return findings
}

function portFindings(port: PortDefinition, index: number): readonly Finding[] {
  const numbers =
    typeof port === 'string'
      ? port.split('/')[0]?.split(':')
      : [port.target_port, port.published_port].filter(number => number !== undefined)
  const wrong = numbers?.find(number => Number(number) < 1 || Number(number) > 65_535)
  return wrong === undefined ? [] : [{at: ['ports', index], message: `${wrong} is no port: they go from 1 to 65535.`}]
}

function notSwarmName(name: string, what: string): string {
  return `${JSON.stringify(name)} can not name ${what}: use letters, digits, hyphens and underscores, at most 63, a letter or digit at both ends.`
}

/** hive-builder merges what shares a name; a service may share one with a network, and a volume may be mounted twice. */
function isSame(left: InventoryEntry, right: InventoryEntry): boolean {
  if (left.kind === 'volume' && right.kind === 'volume') return definitionOf(left) === definitionOf(right)
  if (left.kind === 'network' && right.kind === 'network')
    return right.origin.path.length === 0 || left.origin.path.length === 0 || definitionOf(left) === definitionOf(right)
  return left.kind !== right.kind && [left.kind, right.kind].every(kind => kind === 'service' || kind === 'network')
}

function definitionOf({variables}: InventoryEntry): string {
  return JSON.stringify([...variables].map(([name, {value}]) => [name, value]))
}

function nameProblem(first: InventoryEntry, second: InventoryEntry): Problem {
  const place = first.origin.file.locate(first.origin.path, 'key')
  const where = `${place.file}:${place.line}:${place.column}`
  const isVolume = first.kind === 'volume' && second.kind === 'volume'
  const message = isVolume
    ? `this volume is defined differently at ${where}; define it once and only mount it elsewhere.`
    : `the name ${second.name} belongs to the ${first.kind} at ${where} already.`
  return problemAt({file: second.origin.file, path: second.origin.path, part: 'key', message})
}
