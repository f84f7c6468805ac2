import type Docker from 'dockerode'
import {type AnsibleTotals, runAnsible} from '../ansible/run-ansible.ts'
import type {Session} from '../session.ts'
import type {Variables} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {containerConnection} from '../transport/docker.ts'
import {applyNativeRoles} from './apply-native.ts'
import {withAuthority} from './build-environment.ts'
import type {FoundRole} from './find-role.ts'
import {byKind} from './role-groups.ts'

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

/** What roles did. */
export type RoleTotals = AnsibleTotals

/**
 * Applies roles in their order: hive's engine applies native ones as root, ansible-playbook the others as the container's
 * user.
 * @throws HiveError with the sentence of the first role that failed.
 */
export async function applyRoles(target: RoleTarget, roles: readonly FoundRole[]): Promise<RoleTotals> {
  const inside = containerConnection(target.docker, target.container, {name: target.object.name})
  let totals: RoleTotals = {ok: 0, changed: 0}
  for (const group of byKind(roles)) {
    target.session.signal.throwIfAborted()
    const environment = await withAuthority(target.environment, inside)
    const done = group.native
      ? await applyNativeRoles({...target, environment}, group.native)
      : await runAnsible({...target, environment, roles: group.ansible.map(({name}) => name)})
    totals = {ok: totals.ok + done.ok, changed: totals.changed + done.changed}
  }
  return totals
}
