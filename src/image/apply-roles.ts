import {runAnsible} from '../ansible/run-ansible.ts'
import {containerConnection} from '../transport/docker.ts'
import type {RoleTarget, RoleTotals} from './applied-roles.ts'
import {applyNativeRoles} from './apply-native.ts'
import {withOldArchives} from './build-archives.ts'
import {withAuthority} from './build-environment.ts'
import {withBuildTrust} from './build-trust.ts'
import type {FoundRole} from './find-role.ts'
import {byKind, type RoleGroup} from './role-groups.ts'

/**
 * Applies roles in their order: hive's engine applies native ones as root, ansible-playbook the others as the container's
 * user.
 * @throws HiveError with the sentence of the first role that failed.
 */
export async function applyRoles(target: RoleTarget, roles: readonly FoundRole[]): Promise<RoleTotals> {
  const inside = containerConnection(target.docker, target.container, {name: target.service})
  const {site} = target.session
  const apply = async (added: RoleTarget['environment']): Promise<RoleTotals> => {
    let totals: RoleTotals = {ok: 0, changed: 0, changes: []}
    for (const group of byKind(roles)) {
      target.session.signal.throwIfAborted()
      const environment = {...(await withAuthority(target.environment, inside)), ...added}
      totals = sum(totals, await applyGroup({...target, environment}, group))
    }
    return totals
  }
  if (target.checkMode) return apply({})
  return withOldArchives(site, inside, dates => withBuildTrust(site, inside, trust => apply({...dates, ...trust})))
}

async function applyGroup(target: RoleTarget, group: RoleGroup): Promise<RoleTotals> {
  if (group.native) return applyNativeRoles(target, group.native)
  const names = group.ansible.map(({name}) => name)
  const {ok, changed} = await runAnsible({...target, roles: names})
  const details = [`${changed} tasks of Ansible roles ${names.join(', ')}`]
  return {ok, changed, changes: changed > 0 ? [{id: `service:${target.service}`, action: 'run', details}] : []}
}

function sum(one: RoleTotals, other: RoleTotals): RoleTotals {
  return {
    ok: one.ok + other.ok,
    changed: one.changed + other.changed,
    changes: [...one.changes, ...other.changes],
  }
}
