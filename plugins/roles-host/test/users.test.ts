import {expect, test} from 'vitest'
import {users} from '../src/users.ts'
import {readable, resourcesOf, systems} from './case.ts'

const key = `ssh-ed25519 ${'A'.repeat(68)} taro@laptop`

test('gives people their own accounts and closes the door of root', () => {
  const hostVariables = {
    hive_user_groups: {operators: {gid: 2000}, 'site.staff': 2001},
    hive_users: {taro: {uid: 2001, group: 'operators', id_rsa_pub: key}, jiro: {}},
  }
  expect(readable(resourcesOf(users, {hostVariables}))).toMatchInlineSnapshot(`
    "directory:/etc/hive/users
    directory:/etc/hive/user-groups
    group:operators
    file:/etc/hive/user-groups/operators
      content() {
      printf %s ''
      }
    file:/etc/sudoers.d/operators
      content() {
      printf %s '%operators ALL=(ALL) NOPASSWD: ALL
      '
      }
      hive_write '/etc/sudoers.d/operators' '440' 'root' 'root' content
    group:site.staff
    file:/etc/hive/user-groups/site.staff
      content() {
      printf %s ''
      }
    file:/etc/sudoers.d/site_staff
      content() {
      printf %s '%site.staff ALL=(ALL) NOPASSWD: ALL
      '
      }
      hive_write '/etc/sudoers.d/site_staff' '440' 'root' 'root' content
    user:taro
    directory:/etc/hive/users/taro
    command:taro may log in
      usermod -e '' -- 'taro'
    command:taro is in no group hive put it in before
      { group=$(cat '/etc/hive/users/taro/group' 2>/dev/null); [ -z "$group" ] || case " $(id -nG -- 'taro') " in
      *" $group "*) gpasswd -d 'taro' "$group" ;; esac; } && rm -f -- '/etc/hive/users/taro/group'
    file:/etc/hive/users/taro/group
      content() {
      printf %s 'operators
      '
      }
    command:taro has no key that left the inventory
      keys_that_left() {
      [ ! -s '/etc/hive/users/taro/keys' ] || printf %s 'ssh-ed25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA taro@laptop
      ' | grep -vxF -f - -- '/etc/hive/users/taro/keys'
      }
      other_keys() {
      gone=$(keys_that_left) awk 'BEGIN { n = split(ENVIRON["gone"], list, "\\n"); while (n) gone[list[n--]] = 1 } !($0 in gone)' "$1"
      }
      take_keys() {
      keys=$(hive_home 'taro')/.ssh/authorized_keys
      [ ! -e "$keys" ] || hive_rewrite "$keys" other_keys "$keys"
      }
      take_keys && rm -f -- '/etc/hive/users/taro/keys'
    file:/etc/hive/users/taro/keys
      content() {
      printf %s 'ssh-ed25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA taro@laptop
      '
      }
    authorized-key:taro:58db07df6d7a
    user:jiro
    directory:/etc/hive/users/jiro
    command:jiro may log in
      usermod -e '' -- 'jiro'
    command:jiro is in no group hive put it in before
      { group=$(cat '/etc/hive/users/jiro/group' 2>/dev/null); [ -z "$group" ] || case " $(id -nG -- 'jiro') " in
      *" $group "*) gpasswd -d 'jiro' "$group" ;; esac; } && rm -f -- '/etc/hive/users/jiro/group'
    file:/etc/hive/users/jiro/group
      content() {
      printf %s ''
      }
    command:jiro has no key that left the inventory
      keys_that_left() {
      [ ! -s '/etc/hive/users/jiro/keys' ] || printf %s '' | grep -vxF -f - -- '/etc/hive/users/jiro/keys'
      }
      other_keys() {
      gone=$(keys_that_left) awk 'BEGIN { n = split(ENVIRON["gone"], list, "\\n"); while (n) gone[list[n--]] = 1 } !($0 in gone)' "$1"
      }
      take_keys() {
      keys=$(hive_home 'jiro')/.ssh/authorized_keys
      [ ! -e "$keys" ] || hive_rewrite "$keys" other_keys "$keys"
      }
      take_keys && rm -f -- '/etc/hive/users/jiro/keys'
    file:/etc/hive/users/jiro/keys
      content() {
      printf %s ''
      }
    file:/etc/ssh/sshd_config.d/00-hive-users.conf
      content() {
      printf %s '# Kept by hive, role users.
      PermitRootLogin no
      '
      }
      hive_write '/etc/ssh/sshd_config.d/00-hive-users.conf' '600' 'root' 'root' content
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
  expect(ids).toEqual(['directory:/etc/hive/users', 'directory:/etc/hive/user-groups'])
})

test('does nothing where the inventory names nobody and nothing is left of an earlier one', () => {
  expect(resourcesOf(users)).toEqual([])
})

test('takes back what leaves the inventory, and guards what could shut the mother out', () => {
  const facts = {
    ...systems.debian12,
    recordedUsers: 'admin\njiro\ntaro',
    recordedGroups: 'operators\nstaff',
    rootIsOut: 'yes',
  }
  const found = resourcesOf(users, {facts, hostVariables: {hive_users: {taro: {}}, hive_user_groups: {staff: 2001}}})
  const ofLeft = found.filter(({id}) => /left the inventory, /.test(id)).map(({id, guard}) => [id, guard?.name])
  expect(ofLeft).toEqual([
    ['command:admin, who left the inventory, has nothing of hive', 'users'],
    ['command:jiro, who left the inventory, has nothing of hive', undefined],
    ['command:the group operators, which left the inventory, may not do everything', 'users'],
  ])
  expect(resourcesOf(users, {facts: {...systems.alma8, rootIsOut: 'yes'}}).map(({id}) => id)).toEqual([
    'without-block:/etc/ssh/sshd_config:users',
    'service:sshd.service',
  ])
})

test('never closes the account hive logs in with', () => {
  const applied = (admin: string) =>
    resourcesOf(users, {admin, facts: {...systems.debian12, recordedUsers: 'taro'}})[0]?.apply.text.includes('usermod')
  expect([applied('admin'), applied('taro')]).toEqual([true, false])
})

test('refuses to give the account hive logs in with another number', () => {
  const wish = (uid: number) => ({
    facts: {...systems.debian12, loginUid: '1000'},
    hostVariables: {hive_users: {admin: {uid}}},
  })
  expect(() => resourcesOf(users, wish(1000))).not.toThrow()
  expect(() => resourcesOf(users, wish(2000))).toThrowErrorMatchingInlineSnapshot(
    `[HiveError: p-hive0.example: hive_users gives admin the uid 2000, but hive itself logs in as admin, whose uid is 1000.]`,
  )
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

test('saves the keys of the login user whatever is changed first', () => {
  const wish = {hostVariables: {hive_user_groups: {operators: 2000}, hive_users: {admin: {id_rsa_pub: key}}}}
  const guards = resourcesOf(users, wish).flatMap(({guard}) => (guard?.name === 'users' ? [guard.paths] : []))
  expect(guards.length).toBeGreaterThan(1)
  expect(guards.filter(paths => !paths.includes('/home/admin/.ssh'))).toEqual([])
})
