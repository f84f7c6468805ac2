import type {FoundRole} from './find-role.ts'

export type NativeRole = Extract<FoundRole, {kind: 'native'}>
export type AnsibleRole = Extract<FoundRole, {kind: 'ansible'}>

/** Roles one program or one playbook can apply together. */
export type RoleGroup =
  | {readonly native: readonly NativeRole[]; readonly ansible?: undefined}
  | {readonly ansible: readonly AnsibleRole[]; readonly native?: undefined}

/** Puts neighbours of one kind together and keeps the order. */
export function byKind(roles: readonly FoundRole[]): readonly RoleGroup[] {
  const groups: RoleGroup[] = []
  for (const role of roles) {
    const last = groups.at(-1)
    if (role.kind === 'native') {
      if (last?.native) groups[groups.length - 1] = {native: [...last.native, role]}
      else groups.push({native: [role]})
    } else if (last?.ansible) groups[groups.length - 1] = {ansible: [...last.ansible, role]}
    else groups.push({ansible: [role]})
  }
  return groups
}
