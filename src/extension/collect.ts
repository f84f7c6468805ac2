import type {ContextStoreDriver} from '../context-store.ts'
import {HiveError, reasonOf} from '../error.ts'
import type {Provider} from '../provider.ts'
import type {RoleSet} from '../role.ts'
import {isContextStoreDriver, isProvider, isRoleSet} from './shape.ts'

/** What a plugin's hook returned, or how it failed. oclif's `Config` runs them. */
export interface HookOutcome {
  readonly successes: readonly {readonly plugin: {readonly name: string}; readonly result: unknown}[]
  readonly failures: readonly {readonly plugin: {readonly name: string}; readonly error: Error}[]
}

/** Runs one hook of every plugin, all at once. */
export type RunHook = (hook: Hook) => Promise<HookOutcome>

/** What plugins are asked for, with the words for it in messages. */
const hooks = {provider: 'a provider', roles: 'a set of roles', 'context-store': 'a context store'} as const

type Hook = keyof typeof hooks

interface Contribution<T> {
  readonly plugin: string
  readonly value: T
}

/** Asks every plugin for its provider. Throws `HiveError` EXTENSION_INVALID for a broken plugin or a name given twice. */
export async function collectProviders(runHook: RunHook): Promise<ReadonlyMap<string, Provider>> {
  const found = await collect(runHook, 'provider', isProvider)
  return indexByName(found, 'provider')
}

/** Asks every plugin for its roles. Throws `HiveError` EXTENSION_INVALID for a broken plugin. */
export async function collectRoleSets(runHook: RunHook): Promise<readonly Contribution<RoleSet>[]> {
  return collect(runHook, 'roles', isRoleSet)
}

/** Asks every plugin for its context store. Throws `HiveError` EXTENSION_INVALID for a broken plugin or a name given twice. */
export async function collectContextStores(runHook: RunHook): Promise<ReadonlyMap<string, ContextStoreDriver>> {
  const found = await collect(runHook, 'context-store', isContextStoreDriver)
  return indexByName(found, 'context store')
}

/** Throws `HiveError` EXTENSION_INVALID when two plugins brought the same name. */
export function indexByName<T extends {readonly name: string}>(
  contributions: readonly Contribution<T>[],
  what: string,
): ReadonlyMap<string, T> {
  const owners = new Map<string, Contribution<T>>()
  for (const contribution of contributions) {
    const {name} = contribution.value
    const first = owners.get(name)
    if (first !== undefined) {
      throw new HiveError(
        'EXTENSION_INVALID',
        `The ${what} "${name}" comes from two plugins, ${first.plugin} and ${contribution.plugin}. Remove one of them.`,
      )
    }
    owners.set(name, contribution)
  }
  return new Map([...owners].map(([name, {value}]) => [name, value]))
}

/** oclif keeps ordinary errors of hooks to itself; a plugin that failed must not look like one that is not there. */
async function collect<T>(
  runHook: RunHook,
  hook: Hook,
  isRight: (value: unknown) => value is T,
): Promise<readonly Contribution<T>[]> {
  const {successes, failures} = await runHook(hook)
  const [failure] = failures
  if (failure !== undefined) {
    throw new HiveError(
      'EXTENSION_INVALID',
      `The plugin ${failure.plugin.name} could not be loaded (hook "${hook}"): ${reasonOf(failure.error)}`,
      {cause: failure.error, suggestions: ['Reinstall the plugin, or remove it from the packages of hive.']},
    )
  }
  return successes.toSorted(byPlugin).map(({plugin, result}) => {
    if (isRight(result)) return {plugin: plugin.name, value: result}
    throw new HiveError(
      'EXTENSION_INVALID',
      `The plugin ${plugin.name} returned something else than ${hooks[hook]} from its hook "${hook}".`,
    )
  })
}

/** Hooks run all at once; their results must not depend on who was faster. */
function byPlugin(
  a: {readonly plugin: {readonly name: string}},
  b: {readonly plugin: {readonly name: string}},
): number {
  return a.plugin.name < b.plugin.name ? -1 : 1
}
