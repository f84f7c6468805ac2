import {readMaterial} from '../context/read-material.ts'
import type {ImageTarget, Material, RoleChange} from '../role.ts'
import type {Session} from '../session.ts'
import type {NativeRole} from './role-groups.ts'

export interface PreparedRole {
  readonly material: Material
  /** What the role has yet to do on the mother, which it does not in check mode; its files say something else then. */
  readonly pending: readonly RoleChange[]
}

/** Lets a role prepare on the mother what it puts into containers, and reads that. */
export async function prepareRole(session: Session, {role}: NativeRole, target: ImageTarget): Promise<PreparedRole> {
  const {site, checkMode, report} = session
  const planned = (await role.prepare?.(target, site)) ?? []
  for (const {apply, ...change} of planned) {
    if (!checkMode) await apply()
    report({type: 'change', change, outcome: checkMode ? 'planned' : 'done'})
  }
  const pending = checkMode ? planned : []
  const standIn = pending.length > 0 ? '' : undefined
  return {pending, material: await readMaterial(site.contextDirectory, role.material?.(target, site) ?? [], standIn)}
}
