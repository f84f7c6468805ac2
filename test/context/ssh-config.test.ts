import {execFile} from 'node:child_process'
import {readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {expect, it} from 'vitest'
import {
  knownHostsPath,
  pinKey,
  readKnownKeys,
  removeKnownHosts,
  writeKnownHosts,
} from '../../src/context/known-hosts.ts'
import {moveSshPort, removeSshConfig, sshConfig, sshConfigPath, writeSshConfig} from '../../src/context/ssh-config.ts'
import {readSshHosts} from '../../src/context/ssh-hosts.ts'
import type {Machine} from '../../src/provider.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const machines: readonly Machine[] = [
  machine('p-hive0.example', '10.99.1.4', 22, ['ssh-ed25519 AAAA0']),
  machine('p-hive1.example', '203.0.113.7', 2222, ['ssh-ed25519 AAAA1', 'ssh-rsa BBBB1']),
]

it('says for each host how to log in to it', () => {
  expect(sshConfig(makeSite({admin: 'operator'}), machines)).toMatchInlineSnapshot(`
    "# Written by hive; changes are lost.

    Host p-hive0.example
      HostName 10.99.1.4
      User operator
      IdentityFile /project/.hive/private/id_rsa
      IdentitiesOnly yes
      UserKnownHostsFile /project/.hive/private/known_hosts
      StrictHostKeyChecking yes
      PasswordAuthentication no
      LogLevel FATAL

    Host p-hive1.example
      HostName 203.0.113.7
      Port 2222
      User operator
      IdentityFile /project/.hive/private/id_rsa
      IdentitiesOnly yes
      UserKnownHostsFile /project/.hive/private/known_hosts
      StrictHostKeyChecking yes
      PasswordAuthentication no
      LogLevel FATAL
    "
  `)
})

it('forwards the proxy of the mother to the hosts when there is one', () => {
  const site = makeSite({hosts: 1, settings: {http_proxy: 'proxy.corp:8080', http_proxy_port: '3128'}})
  expect(sshConfig(site, machines)).toContain('  RemoteForward 3128 proxy.corp:8080\n')
})

it('goes through the jump host of those who have one, which is no host of the stage', async () => {
  const jump = {address: 'bastion.example', port: 2200, user: 'guard', hostKeys: ['ssh-ed25519 AAAAJ']}
  const site = makeSite({contextDirectory: await temporaryDirectory('ssh')})
  const behind = machines.map(machine => ({...machine, jump}))
  await writeSshConfig(site, behind)
  await writeKnownHosts(site, behind)
  const asked = await promisify(execFile)('ssh', ['-G', '-F', sshConfigPath(site), 'p-hive0.example'])
  expect(asked.stdout).toContain('\nproxyjump jump-bastion.example-2200\n')
  const name = 'jump-bastion.example-2200'
  const {stdout} = await promisify(execFile)('ssh', ['-G', '-F', sshConfigPath(site), name])
  expect(stdout.split('\n').filter(line => /^(user|hostname|port) /.test(line))).toEqual([
    'user guard',
    'hostname bastion.example',
    'port 2200',
  ])
  const told = {name, address: 'bastion.example', port: 2200, user: 'guard'}
  expect((await readSshHosts(sshConfigPath(site))).map(host => [host.name, host.jump])).toEqual([
    ['p-hive0.example', told],
    ['p-hive1.example', told],
  ])
  expect(await readKnownKeys(site, told)).toEqual(['ssh-ed25519 AAAAJ'])
  expect((await readFile(knownHostsPath(site), 'utf8')).split('\n')[0]).toBe(
    '[jump-bastion.example-2200]:2200,[bastion.example]:2200 ssh-ed25519 AAAAJ',
  )
})

it('is understood by ssh, whatever the project is called', async () => {
  const contextDirectory = join(await temporaryDirectory('ssh'), `a "b" 50% 'c'`)
  const site = makeSite({contextDirectory})
  await writeSshConfig(site, machines)
  const {stdout} = await promisify(execFile)('ssh', ['-G', '-F', sshConfigPath(site), 'p-hive1.example'])
  const shown = stdout.split('\n').filter(line => /^(user|hostname|port|identityfile|userknownhostsfile) /.test(line))
  expect(shown).toEqual([
    'user admin',
    'hostname 203.0.113.7',
    'port 2222',
    // Shown as written; it is expanded when it is used.
    `identityfile ${contextDirectory.replace('%', '%%')}/id_rsa`,
    `userknownhostsfile ${contextDirectory}/known_hosts`,
  ])
})

it('holds the machines there are and no others, for nobody else to read', async () => {
  const site = makeSite({contextDirectory: await temporaryDirectory('ssh')})
  await writeSshConfig(site, machines)
  await writeSshConfig(site, machines.slice(1))
  expect(await readSshHosts(sshConfigPath(site))).toEqual([
    {name: 'p-hive1.example', address: '203.0.113.7', port: 2222, user: 'admin'},
  ])
  expect((await stat(sshConfigPath(site))).mode & 0o777).toBe(0o600)
  await removeSshConfig(site)
  await removeSshConfig(site)
  await expect(readSshHosts(sshConfigPath(site))).rejects.toMatchObject({code: 'CONTEXT_INVALID'})
})

it('follows one host to another port and back', async () => {
  const site = makeSite({contextDirectory: await temporaryDirectory('ssh')})
  await writeSshConfig(site, machines)
  const before = await readFile(sshConfigPath(site), 'utf8')
  await moveSshPort(site, 'p-hive0.example', 2022)
  const ports = (await readSshHosts(sshConfigPath(site))).map(({name, port}) => [name, port])
  expect(ports).toEqual([
    ['p-hive0.example', 2022],
    ['p-hive1.example', 2222],
  ])
  await moveSshPort(site, 'p-hive0.example', 22)
  expect(await readFile(sshConfigPath(site), 'utf8')).toBe(before)
})

it('follows several hosts that moved at the same time', async () => {
  const site = makeSite({contextDirectory: await temporaryDirectory('ssh')})
  await writeSshConfig(site, machines)
  await Promise.all(machines.map(({name}) => moveSshPort(site, name, 2022)))
  expect((await readSshHosts(sshConfigPath(site))).map(({port}) => port)).toEqual([2022, 2022])
})

it('pins the keys the provider told, and those hosts showed themselves', async () => {
  const site = makeSite({contextDirectory: await temporaryDirectory('ssh')})
  await writeKnownHosts(site, machines)
  expect(await readFile(knownHostsPath(site), 'utf8')).toMatchInlineSnapshot(`
    "p-hive0.example,10.99.1.4 ssh-ed25519 AAAA0
    [p-hive1.example]:2222,[203.0.113.7]:2222 ssh-ed25519 AAAA1
    [p-hive1.example]:2222,[203.0.113.7]:2222 ssh-rsa BBBB1
    "
  `)
  const shown = ['c', 'd', 'e'].map(name => ({name, address: `192.0.2.${name.charCodeAt(0)}`, port: 22}))
  await Promise.all(shown.map(host => pinKey(site, host, `ssh-ed25519 ${host.name}`)))
  const [first] = shown
  if (!first) throw new Error('three hosts were shown')
  expect(await readKnownKeys(site, first)).toEqual(['ssh-ed25519 c'])
  expect(await readKnownKeys(site, {name: 'p-hive1.example', address: '203.0.113.7', port: 2222})).toEqual([
    'ssh-ed25519 AAAA1',
    'ssh-rsa BBBB1',
  ])
  await removeKnownHosts(site)
  expect(await readKnownKeys(site, first)).toEqual([])
})

function machine(name: string, sshAddress: string, sshPort: number, hostKeys: readonly string[]): Machine {
  return {name, state: 'running', address: '10.99.1.4', sshAddress, sshPort, hostKeys}
}
