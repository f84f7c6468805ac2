import {join} from 'node:path'
import type {JumpHost, Machine} from '../provider.ts'
import type {Host, Site} from '../site/site.ts'
import {changeContextFile, removeContextFile, writeContextFile} from './context-file.ts'
import {jumpHosts} from './jump-hosts.ts'
import {privateKeyPath} from './key-pair.ts'
import {knownHostsPath} from './known-hosts.ts'
import {jumpHostName} from './ssh-hosts.ts'

export function sshConfigPath(site: Site): string {
  return join(site.contextDirectory, 'ssh_config')
}

/** Writes the file plain ssh, scp and Ansible reach the stage's hosts with; hosts that are gone vanish from it. */
export async function writeSshConfig(site: Site, machines: readonly Machine[]): Promise<void> {
  await writeContextFile(sshConfigPath(site), sshConfig(site, machines))
}

/** Follows a host whose sshd listens on another port now; everything else stays as it is. */
export async function moveSshPort(site: Site, name: string, port: number): Promise<void> {
  // Several hosts may be found on their new port at the same time.
  await changeContextFile(sshConfigPath(site), text =>
    text
      .split(/^(?=Host\s)/m)
      .map(found => (found.startsWith(`Host ${name}\n`) ? withPort(found, port) : found))
      .join(''),
  )
}

export async function removeSshConfig(site: Site): Promise<void> {
  await removeContextFile(sshConfigPath(site))
}

/** One `Host` block for each host of the inventory that has a machine, and for each host to go through. */
export function sshConfig(site: Site, machines: readonly Machine[]): string {
  const byName = new Map(machines.map(machine => [machine.name, machine]))
  const blocks = site.hosts.flatMap(host => {
    const machine = byName.get(host.name)
    return machine ? [block(site, host, machine)] : []
  })
  const used = machines.filter(({name}) => site.hosts.some(host => host.name === name))
  const jumps = jumpHosts(used).map(jump => blockOf(jumpHostName(jump), place(site, jump)))
  return ['# Written by hive; changes are lost.\n', ...jumps, ...blocks].join('\n')
}

function withPort(text: string, port: number): string {
  const rest = text.replace(/^\s*Port\s.*\n/m, '')
  return port === 22
    ? rest
    : rest.replace(/^(\s*)HostName\s.*\n/m, (line, indent: string) => `${line}${indent}Port ${port}\n`)
}

function block(site: Site, host: Host, machine: Machine): string {
  const {sshAddress: address, sshPort: port, jump} = machine
  const lines = [
    ...place(site, {address, port, user: host.admin}),
    ...(jump ? [`ProxyJump ${jumpHostName(jump)}`] : []),
    ...(site.settings.http_proxy === undefined
      ? []
      : [`RemoteForward ${site.settings.http_proxy_port} ${site.settings.http_proxy}`]),
  ]
  return blockOf(host.name, lines)
}

function place(site: Site, {address, port, user}: Pick<JumpHost, 'address' | 'port' | 'user'>): readonly string[] {
  return [
    `HostName ${address}`,
    ...(port === 22 ? [] : [`Port ${port}`]),
    `User ${user}`,
    `IdentityFile ${word(privateKeyPath(site))}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${word(knownHostsPath(site))}`,
    'StrictHostKeyChecking yes',
    'PasswordAuthentication no',
    'LogLevel FATAL',
  ]
}

function blockOf(name: string, lines: readonly string[]): string {
  return [`Host ${name}`, ...lines.map(line => `  ${line}`), ''].join('\n')
}

/** A path in ssh_config: in quotes for blanks, percent signs doubled because they would be expanded (ssh_config(5)). */
function word(path: string): string {
  const text = path.replaceAll('%', '%%')
  return /[\s"'#\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}
