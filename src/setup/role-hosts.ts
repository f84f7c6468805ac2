import type {HostRole, RoleGroup} from '../role.ts'
import type {Host, Site} from '../site/site.ts'

/** The roles a host gets, in running order. */
export function rolesOf(host: Host, site: Site, roles: readonly HostRole[]): readonly HostRole[] {
  return roles.filter(role => isInGroup(host, role) && (role.appliesTo?.(host, site) ?? true))
}

/** Whether a role of the group runs on a host. */
export function isInGroup(host: Host, {group}: {readonly group: RoleGroup}): boolean {
  if (group === 'hives') return host.isHive
  return group === 'servers' || host.isRepository
}
