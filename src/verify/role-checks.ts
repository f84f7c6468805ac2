import type {HostRole, Role} from '../role.ts'
import {rolesOf} from '../setup/role-hosts.ts'
import type {Site} from '../site/site.ts'
import type {Check} from './check.ts'
import {whereOf} from './where.ts'

/** What must hold of a site because of the roles its hosts have, a group for each role. Pure. */
export function roleChecks(site: Site, roles: readonly Role[]): readonly Check[] {
  return roles
    .filter((role): role is HostRole => role.kind === 'host')
    .flatMap(role =>
      site.hosts
        .filter(host => rolesOf(host, site, [role]).length > 0)
        .flatMap(host => (role.checks?.(host, site) ?? []).map(check => ({host, check})))
        .map(({host, check}) => ({
          group: role.name,
          title: check.title,
          ...whereOf(check.wantedBy),
          probe: {kind: 'role' as const, host, check},
        })),
    )
}
