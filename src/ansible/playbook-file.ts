export interface Play {
  /** Object of the inventory, an image or a service. */
  readonly object: string
  /** In the order they are applied. */
  readonly roles: readonly string[]
  /** For the tasks' commands. */
  readonly environment: Readonly<Record<string, string>>
}

/** The playbook (JSON is YAML) that applies roles one by one, so that a role's variables do not reach the next. */
export function playbookFile({object, roles, environment}: Play): string {
  return JSON.stringify([
    {
      name: `Roles of ${object}`,
      hosts: object,
      gather_facts: false,
      environment,
      tasks: roles.map(name => ({name: `role ${name}`, include_role: {name}})),
    },
  ])
}
