import type {CachedRegistry} from '../settings.ts'
import {type LoggedRequest, placeOf} from './line.ts'

/** Whether a request went to one of the cache's registries. */
export function isForRegistry(registries: readonly CachedRegistry[], request: LoggedRequest): boolean {
  const place = placeOf(request)
  return registries.some(({name}) =>
    name === 'docker.io' ? /^(index|registry-\d+)\.docker\.io$/.test(place) : place === name,
  )
}
