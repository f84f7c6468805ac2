import {inspect} from 'node:util'
import {describe, expect, it} from 'vitest'
import {ansibleConfig, ansibleVariables, exportedEnvironment} from '../../src/variables/exported.ts'
import {resolveSettings} from '../../src/variables/resolve.ts'
import {setVariable, storeStartPhase} from '../../src/variables/set-variable.ts'
import {makeProject} from '../support/project.ts'

const environment = {PATH: '/nowhere'}

describe('resolveSettings', () => {
  it('fills in every default', async () => {
    const root = await makeProject()
    const settings = await resolveSettings({rootDirectory: root, commandLine: {}, environment})
    const installDirectory = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
    expect(settings).toEqual({
      root_dir: root,
      stage: 'private',
      inventory_path: `${root}/inventory`,
      context_dir: `${root}/.hive/private`,
      temp_dir: '/var/tmp/hive',
      inventory_plugins: `${root}/plugins/inventory:${installDirectory}/plugins`,
      filter_plugins: `${root}/plugins/filter`,
      library: `${root}/lib:${installDirectory}/lib`,
      enable_plugins: 'host_list, script, auto, yaml, ini, toml, hive_inventory, hive_services',
      unparsed_is_failed: true,
      playbooks_dir: `${installDirectory}/playbooks`,
      start_phase: 'build-infra',
      vagrant_box_name: 'almalinux/9',
      stdout_callback: 'default',
      callback_enabled: 'default',
      bin_ansible_callbacks: 'true',
      roles_path: `${root}/roles:${installDirectory}/playbooks/builtin_roles:${root}/.hive/private/roles`,
      collections_path: `${root}/.collections:${root}/.hive/private/collections`,
      no_format: false,
      apt_check_valid_until: true,
      first_hive: 0,
      forks: 5,
      pipelining: true,
      force_handlers: true,
      ssh_args: `-F ${root}/.hive/private/ssh_config -o ControlMaster=auto -o ControlPersist=60s`,
      repository_docker_socket: '/var/tmp/hive/repository_docker.sock',
      foward_zabbix: false,
      foward_zabbix_port: 10_052,
      retries: 0,
      zabbix_backup_cleanup_days_before: 3,
      registry_backup_cleanup_days_before: 3,
      interpreter_python: 'auto_silent',
      http_proxy_port: '3128',
      tls_logging: false,
    })
  })

  it('switches everything with the stage of the command line', async () => {
    const root = await makeProject({
      '.hive/persistents.yml': `
stage: {global: private}
start_phase: {private: deploy-services, staging: build-images}
first_hive: {private: '2', staging: '1'}
http_proxy: {private: private-proxy:1}
`,
    })
    const {stage, context_dir, start_phase, first_hive, http_proxy} = await resolveSettings({
      rootDirectory: root,
      commandLine: {stage: 'staging'},
      environment,
    })
    expect({stage, context_dir, start_phase, first_hive, http_proxy}).toEqual({
      stage: 'staging',
      context_dir: `${root}/.hive/staging`,
      start_phase: 'build-images',
      first_hive: 1,
      http_proxy: undefined,
    })
  })

  it('prefers command line to stage to project to environment to default', async () => {
    const root = await makeProject({
      '.hive/persistents.yml': `
forks: {global: 7, private: 8}
retries: {global: 2}
first_hive: {private: 2}
`,
    })
    const commandLine = {forks: '9', retries: undefined, verbose: false}
    const settings = await resolveSettings({rootDirectory: root, commandLine, environment: {HIVE_FIRST_HIVE: '1'}})
    const {forks, retries, first_hive, verbose, timeout} = settings
    expect({forks, retries, first_hive, verbose, timeout}).toEqual({
      forks: 9,
      retries: 2,
      first_hive: 2,
      verbose: undefined,
      timeout: undefined,
    })
    const bare = await resolveSettings({
      rootDirectory: await makeProject(),
      commandLine: {},
      environment: {HIVE_FIRST_HIVE: '1'},
    })
    expect(bare.first_hive).toBe(1)
  })

  it('keeps secrets from being printed', async () => {
    const root = await makeProject()
    await setVariable({rootDirectory: root, stage: 'private', name: 'aws_secret_access_key', value: 'hunter2'})
    const settings = await resolveSettings({
      rootDirectory: root,
      commandLine: {},
      environment: {AWS_ACCESS_KEY_ID: 'AKIAhunter3'},
    })
    expect(`${inspect(settings)} ${JSON.stringify(settings)}`).not.toMatch(/hunter/)
    expect(exportedEnvironment(settings)).toMatchObject({AWS_ACCESS_KEY_ID: {}, AWS_SECRET_ACCESS_KEY: {}})
  })

  it('says which stored value is wrong', async () => {
    const root = await makeProject({'.hive/persistents.yml': 'forks: {global: many}\n'})
    await expect(resolveSettings({rootDirectory: root, commandLine: {}, environment})).rejects.toThrowError(
      `${root}/.hive/persistents.yml forks/global: Variable forks can not be "many": expected a whole number, zero or more.`,
    )
  })
})

describe('setVariable', () => {
  it('stores under the project or under the stage, as the variable wants it', async () => {
    const root = await makeProject()
    expect(await setVariable({rootDirectory: root, stage: 'staging', name: 'forks', value: '9'})).toEqual({
      name: 'forks',
      key: 'global',
      shown: '9',
    })
    expect(await setVariable({rootDirectory: root, stage: 'staging', name: 'http_proxy', value: 'p:1'})).toEqual({
      name: 'http_proxy',
      key: 'staging',
      shown: 'p:1',
    })
    await storeStartPhase({rootDirectory: root, stage: 'staging', phase: 'build-images'})
    const settings = await resolveSettings({rootDirectory: root, commandLine: {stage: 'staging'}, environment})
    expect([settings.forks, settings.http_proxy, settings.start_phase]).toEqual([9, 'p:1', 'build-images'])
  })

  it('refuses variables that are decided for each run', async () => {
    const root = await makeProject()
    const attempt = setVariable({rootDirectory: root, stage: 'private', name: 'destroy', value: 'yes'})
    await expect(attempt).rejects.toThrowError('Variable destroy is decided for each run and can not be stored.')
  })

  it('shows neither secrets nor passwords in URLs', async () => {
    const request = {rootDirectory: await makeProject(), stage: 'private'}
    const secret = await setVariable({...request, name: 'azure_secret', value: 'hunter2'})
    const url = await setVariable({...request, name: 'vagrant_proxy', value: 'http://me:hunter2@proxy:3128/'})
    expect([secret.shown, url.shown]).toEqual(['***', 'http://me:***@proxy:3128/'])
  })
})

describe('what Ansible gets', () => {
  it('is every exported variable that has a value', async () => {
    const root = await makeProject()
    const settings = await resolveSettings({rootDirectory: root, commandLine: {phase: 'build-infra'}, environment})
    expect(ansibleVariables(settings)).toEqual({
      hive_root_dir: root,
      hive_stage: 'private',
      hive_context_dir: `${root}/.hive/private`,
      hive_phase: 'build-infra',
      hive_temp_dir: '/var/tmp/hive',
      hive_playbooks_dir: settings.playbooks_dir,
      hive_no_format: false,
      hive_repository_docker_socket: '/var/tmp/hive/repository_docker.sock',
      hive_zabbix_backup_cleanup_days_before: 3,
      hive_registry_backup_cleanup_days_before: 3,
      hive_http_proxy_port: '3128',
      hive_apt_check_valid_until: true,
      hive_tls_logging: false,
    })
    expect(ansibleConfig(settings).ssh_connection).toEqual({
      pipelining: true,
      ssh_args: settings.ssh_args,
      retries: 0,
    })
  })
})
