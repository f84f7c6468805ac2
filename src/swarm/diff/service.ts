import {isDeepStrictEqual} from 'node:util'
import type Docker from 'dockerode'
import {type Attribute, type NetworkName, viewService} from './view.ts'

/**
 * What differs between a wanted service and the one found, one line for each attribute; empty when nothing has to be done.
 * Of maps (environment, labels, options) only the names are told.
 */
export function diffService(
  wanted: Docker.ServiceSpec,
  found: Docker.ServiceSpec,
  networkName: NetworkName,
): readonly string[] {
  const now = viewService(found, networkName)
  return Object.entries(viewService(wanted, networkName)).flatMap(([name, attribute]) => {
    const before = now[name]
    return before === undefined || isDeepStrictEqual(attribute, before)
      ? []
      : [`${name}: ${describe(before, attribute)}`]
  })
}

/** True when the engine cannot turn one into the other: a service is replicated or global for life. */
export function mustReplace(wanted: Docker.ServiceSpec, found: Docker.ServiceSpec): boolean {
  return (wanted.Mode?.Global === undefined) !== (found.Mode?.Global === undefined)
}

function describe(before: Attribute, after: Attribute): string {
  if (before.kind === 'set' && after.kind === 'set') return describeSets(before.members, after.members)
  if (before.kind === 'map' && after.kind === 'map') return describeMaps(before.entries, after.entries)
  return `${text(before)} -> ${text(after)}`
}

function describeSets(before: ReadonlySet<string>, after: ReadonlySet<string>): string {
  return list({added: [...after.difference(before)], removed: [...before.difference(after)]})
}

function describeMaps(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const names = [...after.keys()]
  return list({
    added: names.filter(name => !before.has(name)),
    changed: names.filter(name => before.has(name) && before.get(name) !== after.get(name)),
    removed: [...before.keys()].filter(name => !after.has(name)),
  })
}

function list(parts: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(parts)
    .filter(([, members]) => members.length > 0)
    .map(([verb, members]) => `${verb} ${members.join(', ')}`)
    .join('; ')
}

function text(attribute: Attribute): string {
  if (attribute.kind !== 'value') return ''
  const {value} = attribute
  if (value === undefined || value === '' || (typeof value === 'object' && value.length === 0)) return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
