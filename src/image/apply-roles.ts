import type Docker from 'dockerode'
import {runAnsible} from '../ansible/run-ansible.ts'
import type {Change} from '../change.ts'
import type {Session} from '../session.ts'
import type {Variables} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {containerConnection} from '../transport/docker.ts'
import {applyNativeRoles} from './apply-native.ts'
import {withOldArchives} from './build-archives.ts'
import {withAuthority} from './build-environment.ts'
import {withBuildTrust} from './build-trust.ts'
import type {FoundRole} from './find-role.ts'
import {byKind, type RoleGroup} from './role-groups.ts'

/** A running container that roles are applied in. */
export interface RoleTarget {
  readonly session: Session
  readonly docker: Docker
  /** To the host the container runs on. */
  readonly connection: Connection
  /** Id or name. */
  readonly container: string
  /** Object of the inventory the roles are for: an image, or a service. */
  readonly object: {readonly name: string; readonly variables: Variables}
  readonly service: string
  /** For the roles' commands only. */
  readonly environment: Readonly<Record<string, string>>
  /** Look and tell, change nothing. */
  readonly checkMode: boolean
}

/** What roles found and did, or would do. */
export interface RoleTotals {
  /** Resources and tasks that were right. */
  readonly ok: number
  readonly changed: number
  readonly changes: readonly Change[]
}

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
