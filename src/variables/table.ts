import {phaseNames} from '../phase-name.ts'

/** How the text given to `hive set` becomes a value, and what is refused. */
export type VariableType = 'string' | 'integer' | 'boolean' | 'directory' | 'enum' | 'dict'

/** Where `hive set` stores a variable: once for the project, once for each stage, or not at all. */
export type VariableScope = 'global' | 'stage' | 'none'

/** One hive variable, as data: everything that is known about it. */
export interface Variable {
  readonly name: string
  readonly type: VariableType
  readonly scope: VariableScope
  /** Values of an enum. */
  readonly options?: readonly string[]
  /** `{name}` inside a text stands for the value of another variable. */
  readonly default?: string | number | boolean
  /** Command-line option, without dashes: `s` is `-s`, `--stage`. */
  readonly option?: string
  /** Name under which Ansible roles and templates see it. */
  readonly ansible?: string
  /** `section:key` in the ansible.cfg that is made for ansible-playbook. */
  readonly config?: string
  /** Environment variable it is exported as, and read from where nothing else sets it. */
  readonly environment?: string
  /** Never printed. */
  readonly secret?: boolean
}

/** All variables of hive-inventory.md section 3.2, in its order, and our own. */
export const variables: readonly Variable[] = [
  {name: 'root_dir', type: 'directory', scope: 'none', option: 'r', ansible: 'hive_root_dir'},
  {
    name: 'stage',
    type: 'enum',
    options: ['production', 'staging', 'private'],
    default: 'private',
    scope: 'global',
    option: 's',
    ansible: 'hive_stage',
  },
  {
    name: 'inventory_path',
    type: 'directory',
    default: '{root_dir}/inventory',
    scope: 'global',
    option: 'i',
    config: 'defaults:inventory',
  },
  {
    name: 'context_dir',
    type: 'directory',
    default: '{root_dir}/.hive/{stage}',
    scope: 'stage',
    option: 'c',
    ansible: 'hive_context_dir',
  },
  {name: 'context_store', type: 'string', scope: 'global', environment: 'HIVE_CONTEXT_STORE'},
  {name: 'phase', type: 'enum', options: phaseNames, scope: 'none', ansible: 'hive_phase'},
  {
    name: 'temp_dir',
    type: 'directory',
    default: '/var/tmp/hive',
    scope: 'stage',
    option: 'W',
    ansible: 'hive_temp_dir',
  },
  {name: 'local_python_path', type: 'string', scope: 'none', ansible: 'hive_local_python_path'},
  {
    name: 'inventory_plugins',
    type: 'string',
    default: '{root_dir}/plugins/inventory:{install_dir}/plugins',
    scope: 'global',
    config: 'defaults:inventory_plugins',
  },
  {
    name: 'filter_plugins',
    type: 'string',
    default: '{root_dir}/plugins/filter',
    scope: 'global',
    config: 'defaults:filter_plugins',
  },
  {
    name: 'library',
    type: 'string',
    default: '{root_dir}/lib:{install_dir}/lib',
    scope: 'global',
    config: 'defaults:library',
  },
  {
    name: 'enable_plugins',
    type: 'string',
    default: 'host_list, script, auto, yaml, ini, toml, hive_inventory, hive_services',
    scope: 'global',
    config: 'defaults:enable_plugins',
  },
  {
    name: 'unparsed_is_failed',
    type: 'boolean',
    default: true,
    scope: 'global',
    config: 'inventory:unparsed_is_failed',
  },
  {
    name: 'playbooks_dir',
    type: 'string',
    default: '{install_dir}/playbooks',
    scope: 'global',
    option: 'P',
    ansible: 'hive_playbooks_dir',
  },
  {name: 'verbose', type: 'boolean', scope: 'stage', option: 'v', ansible: 'hive_verbose'},
  {name: 'start_phase', type: 'enum', options: phaseNames, default: 'build-infra', scope: 'stage', option: 'S'},
  {name: 'halt', type: 'boolean', scope: 'none', option: 'H', ansible: 'hive_halt'},
  {name: 'ssh_host', type: 'string', scope: 'global', option: 't'},
  {name: 'tags', type: 'string', scope: 'global', option: 'T'},
  {name: 'destroy', type: 'boolean', scope: 'none', option: 'D', ansible: 'hive_destroy'},
  {name: 'check_mode', type: 'boolean', scope: 'none', option: 'C'},
  {name: 'limit_target', type: 'string', scope: 'global', option: 'l', ansible: 'hive_limit'},
  {name: 'limit_server', type: 'string', scope: 'global', option: 'x'},
  {name: 'vagrant_box_name', type: 'string', default: 'almalinux/9', scope: 'global'},
  {name: 'stdout_callback', type: 'string', default: 'default', scope: 'global', config: 'defaults:stdout_callback'},
  {name: 'callback_enabled', type: 'string', default: 'default', scope: 'global', config: 'defaults:callback_enabled'},
  {
    name: 'bin_ansible_callbacks',
    type: 'string',
    default: 'true',
    scope: 'global',
    config: 'defaults:bin_ansible_callbacks',
  },
  {
    name: 'roles_path',
    type: 'string',
    default: '{root_dir}/roles:{playbooks_dir}/builtin_roles:{context_dir}/roles',
    scope: 'global',
    config: 'defaults:roles_path',
  },
  {
    name: 'collections_path',
    type: 'directory',
    default: '{root_dir}/.collections:{context_dir}/collections',
    scope: 'global',
    config: 'defaults:collections_path',
  },
  {name: 'no_format', type: 'boolean', default: false, scope: 'global', ansible: 'hive_no_format'},
  {name: 'first_hive', type: 'integer', default: 0, scope: 'stage', environment: 'HIVE_FIRST_HIVE'},
  {name: 'forks', type: 'integer', default: 5, scope: 'global', config: 'defaults:forks'},
  {name: 'pipelining', type: 'boolean', default: true, scope: 'global', config: 'ssh_connection:pipelining'},
  {name: 'force_handlers', type: 'boolean', default: true, scope: 'global', config: 'defaults:force_handlers'},
  {
    name: 'ssh_args',
    type: 'string',
    default: '-F {context_dir}/ssh_config -o ControlMaster=auto -o ControlPersist=60s',
    scope: 'global',
    config: 'ssh_connection:ssh_args',
  },
  {
    name: 'repository_docker_socket',
    type: 'string',
    default: '{temp_dir}/repository_docker.sock',
    scope: 'global',
    ansible: 'hive_repository_docker_socket',
  },
  {name: 'aws_access_key_id', type: 'string', scope: 'stage', environment: 'AWS_ACCESS_KEY_ID', secret: true},
  {name: 'aws_secret_access_key', type: 'string', scope: 'stage', environment: 'AWS_SECRET_ACCESS_KEY', secret: true},
  {name: 'foward_zabbix', type: 'boolean', default: false, scope: 'stage', option: 'z'},
  {name: 'foward_zabbix_port', type: 'integer', default: 10052, scope: 'stage', option: 'Z'},
  {name: 'port_forwarding', type: 'string', scope: 'stage', option: 'L'},
  {name: 'drbd_device_map', type: 'dict', scope: 'stage'},
  {name: 'published_port_map', type: 'dict', scope: 'stage'},
  {name: 'azure_client_id', type: 'string', scope: 'stage', environment: 'AZURE_CLIENT_ID', secret: true},
  {name: 'azure_secret', type: 'string', scope: 'stage', environment: 'AZURE_SECRET', secret: true},
  {name: 'azure_subscription_id', type: 'string', scope: 'stage', environment: 'AZURE_SUBSCRIPTION_ID', secret: true},
  {name: 'azure_tenant', type: 'string', scope: 'stage', environment: 'AZURE_TENANT', secret: true},
  {name: 'timeout', type: 'integer', scope: 'global', config: 'defaults:timeout'},
  {name: 'retries', type: 'integer', default: 0, scope: 'global', config: 'ssh_connection:retries'},
  {
    name: 'zabbix_backup_cleanup_days_before',
    type: 'integer',
    default: 3,
    scope: 'global',
    ansible: 'hive_zabbix_backup_cleanup_days_before',
  },
  {
    name: 'registry_backup_cleanup_days_before',
    type: 'integer',
    default: 3,
    scope: 'global',
    ansible: 'hive_registry_backup_cleanup_days_before',
  },
  {
    name: 'interpreter_python',
    type: 'string',
    default: 'auto_silent',
    scope: 'global',
    config: 'defaults:interpreter_python',
  },
  {name: 'http_proxy', type: 'string', scope: 'stage', ansible: 'hive_http_proxy'},
  {name: 'http_proxy_port', type: 'string', default: '3128', scope: 'stage', ansible: 'hive_http_proxy_port'},
  {name: 'vagrant_proxy', type: 'string', scope: 'stage', ansible: 'hive_vagrant_proxy'},
  {name: 'no_proxy', type: 'string', scope: 'stage', ansible: 'hive_no_proxy'},
  {name: 'extra_ca', type: 'string', scope: 'stage', ansible: 'hive_extra_ca'},
  {name: 'registry_mirror', type: 'string', scope: 'stage', ansible: 'hive_registry_mirror'},
  {name: 'image_mirror', type: 'string', scope: 'stage', ansible: 'hive_image_mirror'},
  {name: 'pip_index_url', type: 'string', scope: 'stage', ansible: 'hive_pip_index_url'},
  {name: 'pip_trusted_host', type: 'string', scope: 'stage', ansible: 'hive_pip_trusted_host'},
  {
    name: 'apt_check_valid_until',
    type: 'boolean',
    default: true,
    scope: 'stage',
    ansible: 'hive_apt_check_valid_until',
  },
  {name: 'tls_logging', type: 'boolean', default: false, scope: 'stage', ansible: 'hive_tls_logging'},
]
