import {locateRole} from '../image/find-role.ts'
import {loadProjectRole} from '../image/project-role.ts'
import {packages} from '../resource/index.ts'
import {type ClusterRole, defineHostRole, type HostRole, type ProjectRole, type Role, type RoleGroup} from '../role.ts'
import type {Settings} from '../variables/settings.ts'

/** What setup-hosts does one after the other: roles of hosts that can share a program, or one role that stands alone. */
export type SetupStep =
  | {readonly kind: 'hosts'; readonly roles: readonly HostRole[]}
  | {readonly kind: 'ansible'; readonly name: string; readonly group: RoleGroup}
  | {readonly kind: 'cluster'; readonly role: ClusterRole}

/**
 * Puts roles into steps, in their order: neighbours that are roles of hosts become one step, and so one program for each
 * host. Places for roles of the project are filled with what it has.
 * @throws HiveError EXTENSION_INVALID when a role file of the project cannot be used.
 */
export async function setupSteps(roles: readonly Role[], settings: Settings): Promise<readonly SetupStep[]> {
  const steps: SetupStep[] = []
  for (const role of roles) {
    for (const step of role.kind === 'project' ? await projectSteps(role, settings) : [stepOf(role)]) {
      const last = steps.at(-1)
      if (step.kind === 'hosts' && last?.kind === 'hosts') {
        steps[steps.length - 1] = {kind: 'hosts', roles: [...last.roles, ...step.roles]}
      } else steps.push(step)
    }
  }
  return steps
}

/** The roles of hosts in all steps. */
export function hostRolesOf(steps: readonly SetupStep[]): readonly HostRole[] {
  return steps.flatMap(step => (step.kind === 'hosts' ? step.roles : []))
}

/** What a reader knows the step by. */
export function stepName(step: SetupStep): string {
  if (step.kind === 'hosts') return step.roles.map(({name}) => name).join(', ')
  return step.kind === 'ansible' ? step.name : step.role.name
}

async function projectSteps({name, group}: ProjectRole, settings: Settings): Promise<readonly SetupStep[]> {
  const located = await locateRole(name, settings)
  if (located === undefined) return []
  if (located.kind === 'native') return [stepOf(await loadProjectRole(located.file, name, 'host'))]
  return [stepOf(pythonFor(name, group)), {kind: 'ansible', name, group}]
}

/** The only thing Ansible needs of a host. */
function pythonFor(name: string, group: RoleGroup): HostRole {
  return defineHostRole({name, group, resources: () => [packages('python3')]})
}

function stepOf(role: HostRole | ClusterRole): SetupStep {
  return role.kind === 'host' ? {kind: 'hosts', roles: [role]} : {kind: 'cluster', role}
}
