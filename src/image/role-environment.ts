import type {Site} from '../site/site.ts'
import type {CommitConfig} from './commit-config.ts'
import type {ImagePlan} from './plan.ts'
import {roleTarget} from './role-target.ts'

/**
 * The variables the roles of an image give it, for the commit. The engine adds those of the build container that are not
 * named here, so what the base or `image.env` sets is left out. The engine tells null for a base that sets nothing.
 */
export function roleEnvironment(
  {image, roles}: Pick<ImagePlan, 'image' | 'roles'>,
  site: Site,
  base: readonly string[] | null = null,
): Pick<CommitConfig, 'Env'> {
  const wanted = roles.flatMap(found => {
    if (found.kind !== 'native') return []
    const target = roleTarget(found, image.service, image.variables)
    return Object.entries(found.role.environment?.(target, site) ?? {})
  })
  const set = new Set([...(base ?? []).map(entry => entry.split('=')[0] ?? ''), ...Object.keys(image.env)])
  const own = wanted.filter(([name]) => !set.has(name)).map(([name, value]) => `${name}=${value}`)
  return own.length > 0 ? {Env: own} : {}
}
