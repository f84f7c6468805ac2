import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {loadSite} from '../../src/site/load-site.ts'
import {resolvedInventory} from '../../src/site/resolved-inventory.ts'
import type {Site} from '../../src/site/site.ts'
import {resolveSettings} from '../../src/variables/resolve.ts'
import {makeProject} from '../support/project.ts'
import {stageRulesOfPlugins} from '../support/stage-rules.ts'

const hive = `plugin: hive_inventory
name: pdns
stages:
  private:
    provider: vagrant
    separate_repository: false
    cidr: 192.168.56.0/27
    memory_size: 4096
    number_of_hosts: 1
  staging:
    provider: aws
    cidr: 192.168.0.0/24
    instance_type: t3.xlarge
    region: ap-northeast-1
    repository_instance_type: t3.large
    mirrored_disk_size: 20
    subnets:
      - {name: subnet-a, cidr: 192.168.0.0/26, available_zone: ap-northeast-1d}
      - {name: subnet-b, cidr: 192.168.0.64/26, available_zone: ap-northeast-1b}
      - {name: subnet-c, cidr: 192.168.0.128/26, available_zone: ap-northeast-1c}
`

const siteOf = async (files: Record<string, string>, commandLine: Record<string, unknown> = {}): Promise<Site> => {
  const rootDirectory = await makeProject({'inventory/hive.yml': hive, ...files})
  const settings = await resolveSettings({rootDirectory, commandLine, environment: {}})
  const request = {settings, stageRules: await stageRulesOfPlugins(), environment: {HOME_TOWN: 'Kyoto'}}
  return (await loadSite(request)).site
}

const servicesFile = (text: string): Record<string, string> => ({
  'inventory/services.yml': `plugin: hive_services\nservices:\n${text.replaceAll(/^(?=.)/gm, '  ')}`,
})

/** A service without what it has from being in an inventory. */
const serviceOf = async (text: string, more: Record<string, string> = {}): Promise<unknown> => {
  const {services} = await siteOf({...servicesFile(`web:\n${text.replaceAll(/^(?=.)/gm, '  ')}`), ...more})
  const {variables, groups, position, name, ...own} = services[0] ?? expect.fail('there is no service')
  return own
}

const bare = {
  environment: {},
  ports: [],
  mounts: [],
  labels: {},
  placement: {constraints: [], preferences: []},
  hosts: {},
  dns: [],
  mode: 'replicated',
  capAdd: [],
  capDrop: [],
  sysctls: {},
  standalone: false,
  initializeRoles: [],
  backupScripts: [],
  monitorError: [],
  ignoreError: [],
}

describe('the hosts of a site', () => {
  it('are those of the active stage, the last one being the repository', async () => {
    const {hosts, registry, provider} = await siteOf({}, {stage: 'staging'})
    const shown = hosts.map(
      ({name, shortName, address, netmask, admin, homeDirectory, isHive, isRepository, isFirstHive}) => [
        name,
        shortName,
        address,
        netmask,
        admin,
        homeDirectory,
        isHive,
        isRepository,
        isFirstHive,
      ],
    )
    expect(shown).toEqual([
      ['s-hive0.pdns', 's-hive0', '192.168.0.5', '255.255.255.192', 'ec2-user', '/home/ec2-user', true, false, true],
      ['s-hive1.pdns', 's-hive1', '192.168.0.69', '255.255.255.192', 'ec2-user', '/home/ec2-user', true, false, false],
      ['s-hive2.pdns', 's-hive2', '192.168.0.133', '255.255.255.192', 'ec2-user', '/home/ec2-user', true, false, false],
      ['s-hive3.pdns', 's-hive3', '192.168.0.6', '255.255.255.192', 'ec2-user', '/home/ec2-user', false, true, false],
    ])
    expect(hosts.map(({variables}) => variables.get('hive_available_zone'))).toEqual([
      'ap-northeast-1d',
      'ap-northeast-1b',
      'ap-northeast-1c',
      'ap-northeast-1d',
    ])
    expect({registry, provider}).toEqual({
      registry: {host: 's-hive3.pdns', port: 5000, user: 'hive'},
      provider: 'aws',
    })
  })

  it('follow the knobs of group_vars and host_vars', async () => {
    const {hosts, registry} = await siteOf({
      'inventory/group_vars/all.yml': 'hive_admin: me\nhive_registry_port: "{{ 5000 + 1 }}"\nhive_sshd_port: 2222\n',
      'inventory/host_vars/p-hive0.pdns.yml': 'hive_private_ip: 10.0.0.9\n',
    })
    const [host] = hosts
    expect([host?.address, host?.admin, host?.homeDirectory, host?.sshPort, registry.port]).toEqual([
      '10.0.0.9',
      'me',
      '/home/me',
      2222,
      5001,
    ])
  })

  it('tell where they are described and what groups they are in', async () => {
    const {hosts, mother} = await siteOf({})
    expect([hosts[0]?.position, hosts[0]?.groups, mother.name, mother.groups]).toEqual([
      {file: 'inventory/hive.yml', line: 4, column: 3},
      ['servers', 'hives', 'repository', 'first_hive', 'hosts', 'private'],
      'p-mother.pdns',
      ['mother', 'hosts', 'private'],
    ])
  })
})

describe('a service of a site', () => {
  it('has nothing it was not given', async () => {
    expect(await serviceOf('image: nginx\n')).toEqual({...bare, image: {kind: 'pulled', tag: 'nginx'}})
  })

  it('has every attribute typed and every template evaluated', async () => {
    expect(
      await serviceOf(
        `image: {from: alpine, roles: [app]}
command: sh -c 'echo "a b"' x
entrypoint: [/bin/run, 1]
environment: {TEXT: "{{ domain }}", NUMBER: 1, FLOAT: 1.0, FLAG: true, NOTHING: , OMITTED: "{{ nobody | default(omit) }}", TOWN: "{{ lookup('env', 'HOME_TOWN') }}"}
ports: ["53:53/udp", {target_port: 80, published_port: 8080, protocol: tcp, mode: host}]
volumes:
  - {source: data, target: /data, type: volume, readonly: true}
  - {source: /var/run/docker.sock, target: /var/run/docker.sock}
  - {source: named, target: /named}
labels: {HIVE_MARK: x, number: 1, flag: true, list: [1, {a: b}]}
placement: {constraints: ["node.hostname!={{ groups['hives'] | intersect(groups[hive_stage]) | first }}"], preferences: [{spread: node.labels.zone}]}
healthcheck: {test: [CMD, "true"], interval: 10s, timeout: 1m30s, retries: "3", start_period: 1s}
hosts: {a.example.com: 192.0.2.1}
dns: 192.0.2.53
mode: global
endpoint_mode: DNSRR
replicas: "{{ 2 if hive_stage == 'production' else 1 }}"
user: 1000
working_dir: /opt
cap_add: [NET_ADMIN]
cap_drop: [ALL]
sysctls: {net.core.somaxconn: 1024}
restart_config: {condition: on-failure, delay: 5s, max_attempts: 3, window: 10s}
stop_grace_period: 30s
cpu_limit: "1.5"
mem_limit: 512M
networks: [front]
logging: {driver: journald, options: {tag: web}}
initialize_roles: [init]
backup_scripts: [{name: b, directory: /etc, cleanup_days_before: 3}]
monitor_error: [Error]
ignore_error: [favicon]
`,
        {'inventory/group_vars/services.yml': 'domain: example.com\n'},
      ),
    ).toEqual({
      image: {kind: 'built', image: 'image_web'},
      command: ['sh', '-c', 'echo "a b"', 'x'],
      entrypoint: ['/bin/run', '1'],
      environment: {TEXT: 'example.com', NUMBER: '1', FLOAT: '1.0', FLAG: 'true', NOTHING: '', TOWN: 'Kyoto'},
      ports: [
        {targetPort: 53, publishedPort: 53, protocol: 'udp'},
        {targetPort: 80, publishedPort: 8080, protocol: 'tcp', mode: 'host'},
      ],
      mounts: [
        {source: 'data', target: '/data', type: 'volume', readonly: true},
        {source: '/var/run/docker.sock', target: '/var/run/docker.sock', type: 'bind', readonly: false},
        {source: 'named', target: '/named', type: 'volume', readonly: false},
      ],
      labels: {HIVE_MARK: 'x', number: '1', flag: 'true', list: '[1, {"a": "b"}]'},
      placement: {constraints: ['node.hostname!=p-hive0.pdns'], preferences: [{spread: 'node.labels.zone'}]},
      healthcheck: {test: ['CMD', 'true'], interval: '10s', timeout: '1m30s', retries: 3, startPeriod: '1s'},
      hosts: {'a.example.com': '192.0.2.1'},
      dns: ['192.0.2.53'],
      mode: 'global',
      endpointMode: 'dnsrr',
      replicas: 1,
      user: '1000',
      workingDirectory: '/opt',
      capAdd: ['NET_ADMIN'],
      capDrop: ['ALL'],
      sysctls: {'net.core.somaxconn': '1024'},
      restart: {condition: 'on-failure', delay: '5s', maxAttempts: 3, window: '10s'},
      stopGracePeriod: '30s',
      cpuLimit: 1.5,
      memoryLimit: 536_870_912,
      networks: ['front'],
      logging: {driver: 'journald', options: {tag: 'web'}},
      standalone: false,
      initializeRoles: ['init'],
      backupScripts: [{name: 'b', directory: '/etc', ext: 'tar.gz', cleanupDaysBefore: 3, batchScripts: []}],
      monitorError: ['Error'],
      ignoreError: ['favicon'],
    })
  })

  it('does not have an attribute that is omit as a whole', async () => {
    expect(await serviceOf('image: nginx\nuser: "{{ omit }}"\nenvironment: "{{ nobody | default(omit) }}"\n')).toEqual({
      ...bare,
      image: {kind: 'pulled', tag: 'nginx'},
    })
  })

  it('sees the variables of other objects through hostvars, and text that is no template', async () => {
    const service = await serviceOf(
      'image: nginx\nenvironment: {A: "{{ hostvars[\'p-hive0.pdns\'].hive_private_ip }}", B: !unsafe "{{ x }}", C: "{{ raw }}", D: "{{ hostvars.web.hive_image }}"}\n',
      {'inventory/group_vars/all.yml': 'raw: !unsafe "{{ y }}"\n'},
    )
    expect(service).toMatchObject({environment: {A: '192.168.56.4', B: '{{ x }}', C: '{{ y }}', D: 'nginx'}})
  })

  it('is there in its stages only', async () => {
    const {services} = await siteOf(servicesFile('a: {available_on: [staging]}\nb: {available_on: [private]}\n'))
    expect(services.map(({name}) => name)).toEqual(['b'])
  })
})

describe('images, volumes and networks of a site', () => {
  const files = servicesFile(`db:
  image: {from: "mariadb:{{ version }}", roles: [init], env: {A: 1}, expose: 3306, pull_on: [staging], pull_from: example/db}
  volumes:
    - {source: db_data, target: /data, drbd: {fstype: xfs, size: 1G, diskless: [a]}}
    - {source: shared, target: /shared, nfs: {size: 100G}}
    - {source: disk, target: /disk, driver: local, driver_opts: {type: xfs}}
networks:
  front: {driver: overlay, ipam: {config: [{subnet: 10.9.0.0/24}]}}
`)
  files['inventory/services.yml'] =
    files['inventory/services.yml']?.replace('  networks:\n    front', 'networks:\n  front') ?? ''
  files['inventory/group_vars/images.yml'] = 'version: 10.4\n'

  const own = <T extends object>(object: T): object => {
    const {variables, groups, position, ...rest} = {variables: 0, groups: 0, position: 0, ...object}
    return rest
  }

  it('are typed and evaluated like services', async () => {
    const {images, volumes, networks} = await siteOf(files)
    expect({images: images.map(own), volumes: volumes.map(own), networks: networks.map(own)}).toEqual({
      images: [
        {
          name: 'image_db',
          service: 'db',
          from: 'mariadb:10.4',
          roles: ['init'],
          standalone: false,
          env: {A: '1'},
          privileged: false,
          expose: ['3306'],
        },
      ],
      volumes: [
        {
          name: 'volume_db_data',
          source: 'db_data',
          kind: 'drbd',
          driverOptions: {},
          drbd: {deviceId: 1, fstype: 'xfs', size: '1G', diskless: ['a']},
        },
        {name: 'volume_shared', source: 'shared', kind: 'nfs', driverOptions: {}, nfs: {size: '100G'}},
        {name: 'volume_disk', source: 'disk', kind: 'driver', driver: 'local', driverOptions: {type: 'xfs'}},
      ],
      networks: [
        {name: 'front', driverOptions: {}, attachable: true, ipam: {config: [{subnet: '10.9.0.0/24'}], options: {}}},
        {name: 'hive_default_network', driverOptions: {}, attachable: true},
      ],
    })
  })

  it('are pulled in the stages that say so', async () => {
    const {images} = await siteOf(files, {stage: 'staging'})
    expect(images.map(({pullFrom}) => pullFrom)).toEqual(['example/db'])
  })
})

describe('loadSite', () => {
  it('stores the ports and device ids it gave out for the active stage', async () => {
    const {rootDirectory} = await siteOf({
      ...servicesFile(
        'web:\n  ports: ["80", "443:443"]\n  volumes: [{source: data, target: /data, drbd: {size: 1G}}]\n',
      ),
      '.hive/persistents.yml':
        "published_port_map:\n  private: {old1: 61001}\n  staging: {web80: 7}\nforks: {global: '3'}\n",
    })
    expect(await readFile(join(rootDirectory, '.hive/persistents.yml'), 'utf8')).toBe(`drbd_device_map:
  private:
    data: 1
forks:
  global: "3"
published_port_map:
  private:
    old1: 61001
    web443: 443
    web80: 61002
  staging:
    web80: 7
`)
  })

  it('gives a value that can not be changed', async () => {
    const site = await siteOf(servicesFile('web: {image: nginx, environment: {A: b}}\n'))
    expect(Object.isFrozen(site.services[0]?.environment)).toBe(true)
  })

  it('knows the members of every group', async () => {
    const {groups} = await siteOf(servicesFile('web: {image: nginx}\n'))
    expect(groups.get('hosts')).toEqual([
      'p-hive0.pdns',
      's-hive0.pdns',
      's-hive1.pdns',
      's-hive2.pdns',
      's-hive3.pdns',
      'p-mother.pdns',
      's-mother.pdns',
    ])
  })
})

describe('resolvedInventory', () => {
  it('has every variable of every object of the stage, or of one', async () => {
    const site = await siteOf({
      ...servicesFile('web: {image: nginx, environment: {A: "{{ secret }}"}}\n'),
      'inventory/group_vars/services.yml': 'secret: "{{ hive_name }}-s3cret"\n',
    })
    expect(Object.keys(resolvedInventory(site))).toEqual([
      'p-mother.pdns',
      'p-hive0.pdns',
      'web',
      'hive_default_network',
    ])
    expect(resolvedInventory(site, 'web').web).toMatchObject({
      hive_environment: {A: 'pdns-s3cret'},
      hive_provider: 'vagrant',
      hive_stage: 'private',
      secret: 'pdns-s3cret',
    })
  })

  it('says which name it does not know', async () => {
    const site = await siteOf(servicesFile('web: {image: nginx}\n'))
    expect(() => resolvedInventory(site, 'wep')).toThrowError(
      'Stage private has no object named "wep". Did you mean web?',
    )
  })
})
