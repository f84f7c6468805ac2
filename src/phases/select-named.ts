import {HiveError} from '../error.ts'
import {nearest} from '../nearest.ts'
import type {Service, Site} from '../site/site.ts'

/**
 * The objects `-l` or `-x` names, all when it names none, in their own order.
 * @throws HiveError USAGE that lists every unknown name with the one probably meant.
 */
export function selectNamed<T>(
  kind: string,
  objects: readonly T[],
  nameOf: (object: T) => string,
  names: readonly string[],
): readonly T[] {
  if (names.length === 0) return objects
  const known = objects.map(nameOf)
  const unknown = names.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new HiveError('USAGE', unknown.map(name => unknownName(kind, name, known)).join('\n'))
  return objects.filter(object => names.includes(nameOf(object)))
}

/** The services `-l` names; see {@link selectNamed}. */
export function selectServices({services}: Site, names: readonly string[]): readonly Service[] {
  return selectNamed('service', services, ({name}) => name, names)
}

function unknownName(kind: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known)
  const hint = guess ? `did you mean ${guess}?` : `known are: ${known.join(', ') || 'none'}.`
  return `Unknown ${kind} "${name}" in this stage; ${hint}`
}
