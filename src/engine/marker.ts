import {createHash} from 'node:crypto'
import {HiveError} from '../error.ts'
import type {Resource} from '../resource/resource.ts'
import type {Section} from './program.ts'

interface Markers {
  readonly observers: readonly string[]
  readonly own?: string
}

/**
 * For each resource the markers that are left on the host before it is changed, one for each reaction that waits for
 * it, and the marker of its own reaction. The reaction takes its marker away, so it is made up for after a run that died.
 */
export function markersOf(sections: readonly Section[]): ReadonlyMap<Resource, Markers> {
  const found = new Map<Resource, Markers>()
  for (const {role, resources} of sections) {
    const byId = new Map<string, Resource>()
    for (const resource of resources) {
      if (byId.has(resource.id))
        throw invalid(`Role ${role} has the resource ${resource.id} twice; ids should be unique.`)
      const own = resource.onChange && resource.onChange.of.length > 0 ? markerName(role, resource.id) : undefined
      for (const wanted of own === undefined ? [] : (resource.onChange?.of ?? [])) {
        const observed = found.has(wanted) ? wanted : byId.get(wanted.id)
        if (!observed)
          throw invalid(`Role ${role}: ${resource.id} waits for ${wanted.id}, which does not stand before it.`)
        addObserver(found, observed, own)
      }
      byId.set(resource.id, resource)
      found.set(resource, {observers: [], ...(own !== undefined && {own})})
    }
  }
  return found
}

function addObserver(found: Map<Resource, Markers>, observed: Resource, marker: string | undefined): void {
  const markers = found.get(observed)
  if (markers && marker !== undefined) found.set(observed, {...markers, observers: [...markers.observers, marker]})
}

/** A file name that a person can recognise and that differs for every reaction of a host. */
function markerName(role: string, id: string): string {
  const readable = `${role}.${id}`.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60)
  return `${readable}.${createHash('sha256').update(`${role}\0${id}`).digest('hex').slice(0, 12)}`
}

function invalid(message: string): HiveError {
  return new HiveError('EXTENSION_INVALID', message)
}
