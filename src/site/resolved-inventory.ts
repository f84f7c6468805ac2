import {HiveError} from '../error.ts'
import {didYouMean} from '../inventory/validate.ts'
import type {InventoryObject, Site} from './site.ts'

export type ResolvedInventory = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * Every object of the active stage, or the one named, with all its variables evaluated (`hive inventory --resolved`).
 * Passwords are in it like everything else: to show what containers and roles get is its purpose.
 * @throws HiveError USAGE for a name that is no object of the stage, TEMPLATE_FAILED for what can not be evaluated.
 */
export function resolvedInventory(site: Site, name?: string): ResolvedInventory {
  const all = [site.mother, ...site.hosts, ...site.services, ...site.images, ...site.volumes, ...site.networks]
  const objects = new Map(all.map(object => [object.name, object]))
  if (name !== undefined && !objects.has(name)) throw unknownName(site, name, [...objects.keys()])
  const chosen = [...objects.values()].filter(object => name === undefined || object.name === name)
  return Object.fromEntries(chosen.map(object => [object.name, resolve(object)]))
}

function resolve({variables}: InventoryObject): Readonly<Record<string, unknown>> {
  const values = variables
    .names()
    .toSorted()
    .map(name => [name, variables.get(name)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

function unknownName(site: Site, name: string, known: readonly string[]): HiveError {
  const message = `Stage ${site.stage} has no object named ${JSON.stringify(name)}.${didYouMean(name, known)}`
  return new HiveError('USAGE', message, {suggestions: ['hive inventory --resolved lists all objects.']})
}
