import type {Role} from '../role.ts'
import type {Site} from '../site/site.ts'
import {rolesOf} from './role-hosts.ts'

/** An image that a role runs by itself, so that no service of the inventory names it. */
export interface RoleImage {
  readonly role: string
  readonly reference: string
}

/** The images of all roles on all hosts of a stage, each once for each role. Pure. */
export function roleImages(roles: readonly Role[], site: Site): readonly RoleImage[] {
  const hostRoles = roles.filter(role => role.kind === 'host')
  const all = site.hosts.flatMap(host =>
    rolesOf(host, site, hostRoles).flatMap(({name, images}) =>
      (images?.(host, site) ?? []).map(reference => ({role: name, reference})),
    ),
  )
  return [...new Map(all.map(image => [`${image.role} ${image.reference}`, image])).values()]
}
