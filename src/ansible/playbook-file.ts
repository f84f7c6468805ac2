export interface Play {
  /** Objects of the inventory: an image, a service, or hosts. */
  readonly objects: readonly string[]
  /** In the order they are applied. */
  readonly roles: readonly string[]
  /** For the tasks' commands; a template where objects differ. */
  readonly environment: Readonly<Record<string, string>> | string
  /** With Ansible's facts and as root, as roles of hosts count on. */
  readonly onHosts?: boolean
}

/** The playbook (JSON is YAML) that applies roles one by one, so that a role's variables do not reach the next. */
export function playbookFile({objects, roles, environment, onHosts = false}: Play): string {
  return JSON.stringify([
    {
      name: `Roles of ${objects.join(', ')}`,
      hosts: objects,
      gather_facts: onHosts,
      ...(onHosts && {become: true}),
      environment,
      tasks: roles.map(name => ({name: `role ${name}`, include_role: {name}})),
    },
  ])
}
