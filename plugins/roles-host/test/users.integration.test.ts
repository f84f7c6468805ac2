import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {applyProgram, compile} from '../../../src/engine/index.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'
import {makeVariables} from '../../../test/support/site.ts'
import {users} from '../src/users.ts'
import {material, systems} from './case.ts'

let nodes: Nodes
let directory: string
const keys: string[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-users-'))
  for (const name of ['first', 'second']) {
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(directory, name)])
    keys.push(await readFile(join(directory, `${name}.pub`), 'utf8'))
  }
  nodes = await startNodes(1, {prefix: 'users'})
})

afterAll(async () => {
  await nodes?.stop()
  await rm(directory, {recursive: true, force: true})
})

test('who is in the inventory can log in with the right of the group, and nobody else', async () => {
  expect(await apply({hive_user_groups: {operators: 2000}, hive_users: people(keys[0])})).toEqual([
    'changed',
    undefined,
  ])
  expect([await logIn('taro', 'first'), await logIn('taro', 'second')]).toEqual(['taro root', 'refused'])
  expect([await logIn('jiro', 'first'), await logIn('root', 'first')]).toEqual(['refused', 'refused'])
})

test('a key that is replaced opens no longer, and keys of others stay', async () => {
  await onHost('echo "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA own" >>/home/taro/.ssh/authorized_keys')
  expect(await apply({hive_user_groups: {operators: 2000}, hive_users: people(keys[1])})).toEqual([
    'changed',
    undefined,
  ])
  expect([await logIn('taro', 'first'), await logIn('taro', 'second')]).toEqual(['refused', 'taro root'])
  expect(await onHost('cut -d " " -f 3 /home/taro/.ssh/authorized_keys')).toBe('own\nsecond')
})

test('who leaves the inventory cannot log in, the files stay, and who comes back finds them', async () => {
  await onHost('echo mine >/home/taro/file; useradd -m saburo')
  expect(await apply({hive_user_groups: {operators: 2000}, hive_users: {saburo: {}}})).toEqual(['changed', undefined])
  await onHost('su taro -c "cat >>~/.ssh/authorized_keys" <<"END"\n'.concat(keys[0] ?? '', 'END'))
  expect([await logIn('taro', 'first'), await logIn('taro', 'second')]).toEqual(['refused', 'refused'])
  expect(await onHost('id -nG taro; cat /home/taro/file')).toBe('taro\nmine')
  expect(await apply({})).toEqual(['changed', undefined])
  // That account was not hive's, so it is not hive's to close.
  expect(await onHost('getent shadow saburo | cut -d : -f 8')).toBe('')
  expect(await onHost('ls /etc/hive/users /etc/hive/user-groups /etc/sudoers.d; sshd -T | grep permitroot')).toBe(
    '/etc/hive/user-groups:\n\n/etc/hive/users:\n\n/etc/sudoers.d:\n10-node\nREADME\npermitrootlogin without-password',
  )
  expect(await apply({})).toEqual(['ok', undefined])
  expect(await apply({hive_user_groups: {operators: 2000}, hive_users: people(keys[1])})).toEqual([
    'changed',
    undefined,
  ])
  expect([await logIn('taro', 'second'), await onHost('cat /home/taro/file')]).toEqual(['taro root', 'mine'])
})

test('the login user never loses its rights', async () => {
  await onHost('usermod -G operators admin')
  await nodes.pool.reset(hostAt(nodes, 0))
  expect(await apply({hive_users: people(keys[1])})).toEqual([
    'failed',
    expect.stringContaining(
      'The login user admin has its rights through the group operators only, so they were left as they are.',
    ),
  ])
  expect(await onHost('id -un')).toBe('root')
  await onHost('usermod -G sudo admin')
})

test('a change that shuts the login user out is put back', async () => {
  await onHost('groupadd shut; echo "DenyGroups shut" >/etc/ssh/sshd_config.d/99-shut.conf; systemctl reload ssh')
  const host = {...hostAt(nodes, 0), variables: makeVariables({hive_users: {admin: {group: 'shut'}}})}
  const facts = {...systems.debian12, loginUid: '1000'}
  const program = compile([{role: 'users', resources: users.resources(host, nodes.site, facts, material)}], {
    checkMode: false,
    guardSeconds: 6,
  })
  const {pool} = nodes
  const way = {connect: () => pool.connect(host), reset: () => pool.reset(host)}
  const options = {host: 'box', become: true, canReboot: false, report: () => undefined}
  expect((await applyProgram(way, program, options)).message).toMatch(
    /^Host box could not be used over a new connection after a change of .*users .*put back as it was before\. The host answers/,
  )
  expect(await onHost('id -nG admin')).toBe('admin sudo')
})

function people(key = ''): Readonly<Record<string, unknown>> {
  return {taro: {uid: 2001, group: 'operators', id_rsa_pub: key}, jiro: {}}
}

async function apply(values: Readonly<Record<string, unknown>>) {
  const host = {...hostAt(nodes, 0), variables: makeVariables(values)}
  const {report} = await setUp(nodes, {tags: ['users'], site: {...nodes.site, hosts: [host]}})
  return [report.outcome, report.targets[0]?.message]
}

/** Who one is on the host, and with sudo. */
async function logIn(user: string, key: string): Promise<string> {
  const {stdout, exitCode} = await execa(
    'ssh',
    [
      ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', join(directory, key)],
      ...['-o', `UserKnownHostsFile=${join(nodes.site.contextDirectory, 'known_hosts')}`],
      ...[`${user}@${hostAt(nodes, 0).address}`, 'echo $(id -un) $(sudo -n id -un)'],
    ],
    {reject: false},
  )
  return exitCode === 0 ? stdout : 'refused'
}

function onHost(script: string): Promise<string> {
  return inHost(nodes, hostAt(nodes, 0), script)
}
