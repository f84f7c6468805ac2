import {describe, expect, test} from 'vitest'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSite} from '../../../test/support/site.ts'
import hostRoles from '../src/index.ts'
import {material, systems} from './case.ts'

const {roles} = await hostRoles()

const site = makeSite({
  hosts: 1,
  hostVariables: {
    hive_apt_url: 'http://mirror.example/debian',
    hive_yum_url: 'http://mirror.example/almalinux',
    hive_internal_cidr: '172.31.252.0/22',
    hive_locale: 'ja_JP.UTF-8',
    hive_timezone: 'Asia/Tokyo',
    hive_users: {taro: {uid: 2001, group: 'operators', id_rsa_pub: `ssh-ed25519 ${'A'.repeat(68)} taro@laptop`}},
    hive_user_groups: {operators: 2000},
  },
})

test('run in this order', () => {
  expect(roles.map(role => role.name)).toEqual([
    'tls-certificate',
    'base',
    'hostsfile',
    'users',
    'docker',
    'docker-client',
  ])
})

describe.each([systems.debian12, systems.alma9])('on $os', facts => {
  for (const role of roles) {
    if (role.kind === 'host') testRole(role, {hosts: site.hosts, site, facts, material})
  }
})
