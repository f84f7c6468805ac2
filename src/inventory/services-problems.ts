import {virtualAddressLabels} from '../site/virtual-address.ts'
import type {InventoryEntry} from './entry.ts'
import {isImageName, isSwarmName} from './names.ts'
import {type Problem, problemAt} from './problem.ts'
import type {ReadService, ReadServices} from './services.ts'
import {isMapping} from './value-at.ts'

/** What is wrong with a services file beyond the types of its attributes (hive-inventory.md section 5.9). */
export function servicesProblems(
  {file, definition}: ReadServices,
  services: readonly ReadService[],
): readonly Problem[] {
  const networks = Object.keys(definition.networks ?? {}).filter(name => !isSwarmName(name))
  return [
    ...services.flatMap(serviceProblems),
    ...services.flatMap(sharedAddressProblems),
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

function serviceProblems({name, definition, origin}: ReadService): readonly Problem[] {
  const at = {...origin, part: 'key'} as const
  if (!isSwarmName(name)) return [problemAt({...at, message: notSwarmName(name, 'a service')})]
  if (typeof definition.image !== 'object' || isImageName(`image_${name}`)) return []
  const rule = 'use lower case letters, digits and single hyphens.'
  return [problemAt({...at, message: `its image would be named image_${name}, which no registry accepts: ${rule}`})]
}

/** Two hosts with one address; where the number is a template, deploy-services tells. */
function sharedAddressProblems({name, definition: {labels, replicas}, origin}: ReadService): readonly Problem[] {
  const [label] = isMapping(labels) ? virtualAddressLabels(labels) : []
  if (label === undefined || !(Number(replicas) > 1)) return []
  const message = `service ${name} has a virtual address (label ${label}), which one task can have: replicas should be 1, got ${replicas}.`
  return [problemAt({file: origin.file, path: [...origin.path, 'replicas'], message})]
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
