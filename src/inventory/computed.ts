import type {StageName} from '../site/site.ts'
import type {InventoryEntry, RawVariable} from './entry.ts'
import type {Inventory} from './inventory.ts'
import {valueAt} from './value-at.ts'

/**
 * Variables that hive computes for servers and the mother (hive-inventory.md sections 6.1 and 6.2). What depends on a
 * variable of the project is a template, evaluated like the project's own.
 */
export function computedVariables(
  inventory: Inventory,
  entry: InventoryEntry,
): readonly (readonly [string, RawVariable])[] {
  const [stage] = entry.stages
  const values = {
    ...defaults,
    ...(stage === undefined ? {} : stageValues(inventory, stage, entry)),
    hive_published_ports_tcp: publishedPorts(inventory, 'tcp'),
    hive_published_ports_udp: publishedPorts(inventory, 'udp'),
    ...(entry.kind === 'mother' ? mother : {}),
  }
  return Object.entries(values).map(([name, value]) => [name, {value}])
}

const isEnterprise =
  "(hive_need_libselinux | default(false)) or (ansible_distribution | default('')) in ['AlmaLinux', 'RedHat']"

const defaults = {
  hive_safe_email: "{{ hive_email | default('hive@example.com') }}",
  hive_safe_docker_login_user: "{{ hive_docker_login_user | default('hive') }}",
  hive_registry: '{{ hive_registry_fqdn }}:{{ hive_registry_port | default(5000) }}',
  hive_safe_private_key_path: "{{ hive_private_key_path | default(hive_context_dir + '/id_rsa') }}",
  hive_safe_public_key_path: "{{ hive_public_key_path | default(hive_safe_private_key_path + '.pub') }}",
  hive_home_dir: '/home/{{ hive_safe_admin }}',
  hive_safe_sshd_port: '{{ hive_sshd_port | default(22) }}',
  hive_safe_selinux: "{{ hive_selinux | default('permissive') }}",
  hive_safe_syslog_port: '{{ hive_syslog_port | default(10514) }}',
  hive_safe_need_libselinux: '{{ hive_need_libselinux | default(false) }}',
  hive_safe_python_revision: `{{ hive_python_revision | default('3' if ${isEnterprise} else '3.9') }}`,
  hive_safe_python_package_version: `{{ hive_safe_python_revision if ${isEnterprise} else hive_safe_python_revision | replace('.', '') }}`,
  hive_safe_python_command: '/usr/bin/python{{ hive_safe_python_revision }}',
}

const mother = {
  ansible_connection: 'local',
  ansible_python_interpreter: '{{ hive_local_python_path | default(omit) }}',
  hive_home_dir: '{{ hive_context_dir }}',
}

function stageValues(inventory: Inventory, stage: StageName, entry: InventoryEntry): Readonly<Record<string, unknown>> {
  const found = inventory.stages.get(stage)
  const shared = found?.definition.shared_repository
  const repository = inventory.groups.members('repository').find(name => inventory.groups.hosts(stage).includes(name))
  const admin = shared && entry.groups.includes('repository') ? 'admin' : (found?.rules.admin ?? 'admin')
  return {
    hive_safe_admin: `{{ hive_admin | default('${admin}') }}`,
    hive_registry_fqdn: shared ? 'shared-repository' : repository,
    hive_safe_shared_repository_ports: shared ? [2376, 2377, 10_050] : [],
    ...(shared ? {hive_shared_repository_path: '{{ hive_shared_repository.context_dir }}'} : {}),
  }
}

/** Ports that cloud firewalls open, as texts: those below 10000 of the services of the active stage. */
function publishedPorts({entries, activeStage}: Inventory, protocol: string): readonly string[] {
  return entries
    .filter(({kind, stages}) => kind === 'service' && stages.includes(activeStage))
    .flatMap(({variables}) => asList(variables.get('hive_ports')?.value))
    .filter(port => valueAt(port, ['protocol']) === protocol && Number(valueAt(port, ['published_port'])) < 10_000)
    .map(port => String(valueAt(port, ['published_port'])))
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
