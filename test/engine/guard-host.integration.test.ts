import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {applyProgram, compile} from '../../src/engine/index.ts'
import {command, file, type Guard, guarded, type Resource, service} from '../../src/resource/index.ts'
import {raw, sh} from '../../src/shell/sh.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {hostAt, inHost} from '../support/set-up.ts'

const restart = raw('systemctl reload-or-restart ssh')

describe('a host that a role locks the mother out of', () => {
  let nodes: Nodes

  beforeAll(async () => {
    nodes = await startNodes(1, {prefix: 'guard'})
  })

  afterAll(() => nodes?.stop())

  async function apply(resources: readonly Resource[]) {
    const host = hostAt(nodes, 0)
    const {pool} = nodes
    const program = compile([{role: 'door', resources}], {checkMode: false, guardSeconds: 6})
    const way = {connect: () => pool.connect(host), reset: () => pool.reset(host)}
    const options = {host: 'box', become: true, canReboot: false, report: () => undefined}
    return (await applyProgram(way, program, options)).message
  }

  const units = '/etc/systemd/system'
  const left = () =>
    inHost(
      nodes,
      hostAt(nodes, 0),
      `ls -d /var/lib/hive/guard* ${units}/hive-guard.service ${units}/*/hive-guard.service`,
    )
  const nothing = expect.stringMatching(/^(ls: cannot access [^\n]*\n?){3}$/)

  it('comes back after an sshd that lets nobody in', async () => {
    const path = '/etc/ssh/sshd_config.d/00-trap.conf'
    const config = guarded(file(path, {content: 'AllowUsers nobody\n'}), {
      name: 'sshd',
      paths: [path],
      restore: restart,
    })
    const message = await apply([config, service('ssh.service', {restartedBy: [config], reload: true})])
    expect(message).toMatch(
      /^Host box could not be used over a new connection after a change of sshd \(Host .* refused ssh as admin/,
    )
    expect(await inHost(nodes, hostAt(nodes, 0), `ls ${path}`)).toContain('No such file')
    expect(await left()).toEqual(nothing)
  })

  it('comes back after a firewall that drops even what was open', async () => {
    const guard: Guard = {
      name: 'firewall',
      paths: [],
      save: raw('iptables-save -t filter'),
      restore: raw('iptables-restore'),
    }
    const shut = command('the door is shut', {
      check: raw('iptables -C INPUT -p tcp --dport 22 -j DROP'),
      apply: raw('iptables -I INPUT -p tcp --dport 22 -j DROP'),
    })
    expect(await apply([guarded(shut, guard)])).toContain('What was changed of firewall was put back as it was before.')
    expect(await inHost(nodes, hostAt(nodes, 0), 'iptables -S INPUT')).toBe('-P INPUT ACCEPT')
    expect(await left()).toEqual(nothing)
  })

  it('comes back after the login user lost its rights', async () => {
    const guard = {name: 'users', paths: ['/etc/sudoers.d', '/etc/passwd', '/etc/shadow'], restore: raw(':')}
    const admin = command('nobody may do anything', {
      check: raw('[ -z "$(ls /etc/sudoers.d)" ]'),
      apply: raw('rm -f /etc/sudoers.d/* && usermod -s /usr/sbin/nologin admin'),
    })
    expect(await apply([guarded(admin, guard)])).toContain('What was changed of users was put back')
    expect(await inHost(nodes, hostAt(nodes, 0), 'id -un; getent passwd admin')).toMatch(/^root\nadmin:.*:\/bin\/bash$/)
  })

  it('goes on with the engine it had when the new settings do not start it', async () => {
    const path = '/etc/docker/daemon.json'
    const before = await inHost(nodes, hostAt(nodes, 0), `cat ${path}`)
    const guard = {
      name: 'docker',
      paths: [path],
      restore: raw('systemctl reset-failed docker; systemctl restart docker'),
    }
    const daemon = guarded(file(path, {content: '{"storage-driver": "nonsense"}\n'}), guard)
    const message = await apply([daemon, service('docker.service', {restartedBy: [daemon]})])
    expect(message).toMatch(/^Role door failed on box at service:docker.service, in what follows a change/)
    expect(await inHost(nodes, hostAt(nodes, 0), `cat ${path}; systemctl is-active docker`)).toBe(`${before}\nactive`)
  })

  it('stays as it is wanted when the mother gets in anew', async () => {
    const path = '/etc/ssh/sshd_config.d/00-trap.conf'
    const config = guarded(file(path, {content: 'UseDNS no\n'}), {name: 'sshd', paths: [path], restore: restart})
    const resources = [config, service('ssh.service', {restartedBy: [config], reload: true})]
    expect(await apply(resources)).toBeUndefined()
    await new Promise(resolve => setTimeout(resolve, 8000))
    expect(await inHost(nodes, hostAt(nodes, 0), sh`cat ${path}`.text)).toBe('UseDNS no')
    expect(await left()).toEqual(nothing)
  })
})
