import type {Provider} from '../provider.ts'
import type {RoleSet} from '../role.ts'
import type {ExtensionCatalog} from './catalog.ts'
import {collectRoleSets, indexByName, type RunHook} from './collect.ts'

/**
 * The catalogue of a run: providers that were collected before, and every plugin's roles, those of all servers first,
 * then the repository's, then the cluster's. Throws `HiveError` EXTENSION_INVALID.
 */
export async function buildCatalog(
  runHook: RunHook,
  providers: ReadonlyMap<string, Provider>,
): Promise<ExtensionCatalog> {
  const sets = await collectRoleSets(runHook)
  const rolesOf = (stage: RoleSet['stage']) =>
    sets
      .filter(({value}) => value.stage === stage)
      .flatMap(({plugin, value}) => value.roles.map(role => ({plugin, value: role})))
  const roles = [...rolesOf('host'), ...rolesOf('repository'), ...rolesOf('cluster')].flatMap(({plugin, value}) =>
    value.kind === 'image' ? [] : [{plugin, value}],
  )
  const imageRoles = rolesOf('image').flatMap(({plugin, value}) => (value.kind === 'image' ? [{plugin, value}] : []))
  indexByName(roles, 'role')
  return {providers, roles: roles.map(({value}) => value), imageRoles: indexByName(imageRoles, 'image role')}
}
