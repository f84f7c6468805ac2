import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {users} from '../src/users.ts'
import {readable, resourcesOf} from './case.ts'

const key = `ssh-ed25519 ${'A'.repeat(68)} taro@laptop`

test('gives people their own accounts and closes the door of root', () => {
  const hostVariables = {
    hive_user_groups: {operators: {gid: 2000}, 'site.staff': 2001},
    hive_users: {taro: {uid: 2001, group: 'operators', id_rsa_pub: key}, jiro: {}},
  }
  expect(readable(resourcesOf(users, {hostVariables}))).toMatchInlineSnapshot(`
    "group:operators
    file:/etc/sudoers.d/operators
      content() {
      printf %s '%operators ALL=(ALL) NOPASSWD: ALL
      '
      }
    group:site.staff
    file:/etc/sudoers.d/site_staff
      content() {
      printf %s '%site.staff ALL=(ALL) NOPASSWD: ALL
      '
      }
    user:taro
    authorized-key:taro:58db07df6d7a
    user:jiro
    file:/etc/ssh/sshd_config.d/00-hive-users.conf
      content() {
      printf %s '# Kept by hive, role users.
      PermitRootLogin no
      '
      }
    service:ssh.service
      after file:/etc/ssh/sshd_config.d/00-hive-users.conf: hive_restart 'ssh.service' reload-or-restart"
  `)
})

test('a user may have several keys, as a list or one below the other', () => {
  const ids = (keys: unknown) =>
    resourcesOf(users, {hostVariables: {hive_users: {taro: {id_rsa_pub: keys}}}})
      .map(({id}) => id)
      .filter(id => id.startsWith('authorized-key:'))
  const second = `ssh-ed25519 ${'B'.repeat(68)}`
  expect(ids(`${key}\n${second}\n`)).toEqual(ids([key, second]))
  expect(ids([key, second])).toHaveLength(2)
})

test('root may log in where root is who hive logs in as', () => {
  const ids = resourcesOf(users, {admin: 'root', hostVariables: {hive_users: {}}}).map(({id}) => id)
  expect(ids).toEqual([])
})

test('applies where the inventory names users or groups', () => {
  const applies = (hostVariables: Readonly<Record<string, unknown>>) => {
    const site = makeSite({hosts: 1, hostVariables})
    return site.hosts.map(host => users.appliesTo?.(host, site))
  }
  expect([applies({}), applies({hive_users: {}}), applies({hive_user_groups: {}})]).toEqual([[false], [true], [true]])
})

test('tells every wrong key at once', () => {
  const hostVariables = {hive_users: {taro: {uid: 'many'}, jiro: 7}}
  expect(() => resourcesOf(users, {hostVariables})).toThrowErrorMatchingInlineSnapshot(`
    [HiveError: p-hive0.example: hive_users is not right:
    ✖ Invalid input: expected object, received number
      → at jiro
    ✖ Invalid input: expected number, received NaN
      → at taro.uid]
  `)
})
