import {describe, expect, test} from 'vitest'
import {testRole} from '../../../test/conformance/index.ts'
import {makeObject, makeSite} from '../../../test/support/site.ts'
import hostRoles from '../src/index.ts'
import {material, systems} from './case.ts'

const {roles} = await hostRoles()

const made = makeSite({
  hosts: 1,
  hostVariables: {
    hive_disk_size: 128,
    hive_mirrored_disk_size: 10,
    hive_drbd_download_url: 'https://files.example/drbd9.tar.gz',
    hive_apt_url: 'http://mirror.example/debian',
    hive_yum_url: 'http://mirror.example/almalinux',
    hive_internal_cidr: '172.31.252.0/22',
    hive_internal_net_addr: '10.99.1.0',
    hive_internal_net_cidr: 24,
    hive_internal_net_if: 'eth1',
    hive_ntp_servers: ['ntp1.example', 'ntp2.example'],
    hive_ssh_source_ips: ['192.0.2.0/24', '198.51.100.7'],
    hive_locale: 'ja_JP.UTF-8',
    hive_timezone: 'Asia/Tokyo',
    hive_users: {taro: {uid: 2001, group: 'operators', id_rsa_pub: `ssh-ed25519 ${'A'.repeat(68)} taro@laptop`}},
    hive_user_groups: {operators: 2000},
  },
})
const share = {...makeObject('volume_share', ['nfs_volumes']), source: 'share', kind: 'nfs', driverOptions: {}} as const
const site = {...made, volumes: [share]}

test('run in this order', () => {
  expect(roles.map(role => role.name)).toEqual([
    'ssh-connection',
    'get-public-ip',
    'tls-certificate',
    'base',
    'hostsfile',
    'ntp-client',
    'iptables',
    'pip-venv',
    'addon',
    'internal-network',
    'users',
    'strict-source-ip',
    'docker',
    'drbd',
    'docker-client',
    'docker-client-proxy',
    'reboot',
    'follow-swarm-service',
    'zabbix-agent',
    'rsyslogd-client',
  ])
})

const machine = {
  ...{drbdModule: 'yes', drbdTools: 'yes', emptyDisks: '/dev/vdb', volumeGroups: ''},
  ...{varVolume: 'yes', forbiddenForwarding: 'yes'},
}

describe.each([systems.debian12, systems.alma9])('on $os', system => {
  const facts = {...system, ...machine}
  for (const role of roles) {
    // These need a site of another kind; their own tests have one.
    if (role.kind === 'host' && !['rsyslogd-client', 'get-public-ip'].includes(role.name))
      testRole(role, {hosts: site.hosts, site, facts, material})
  }
})
