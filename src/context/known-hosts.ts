import {join} from 'node:path'
import type {Machine} from '../provider.ts'
import type {Site} from '../site/site.ts'
import {appendContextFile, readContextFile, removeContextFile, writeContextFile} from './context-file.ts'
import {jumpHosts} from './jump-hosts.ts'
import {jumpHostName, type SshHost} from './ssh-hosts.ts'

export function knownHostsPath(site: Site): string {
  return join(site.contextDirectory, 'known_hosts')
}

/**
 * Pins the hosts' keys as the provider told them; of a host whose provider cannot tell, what was pinned stays. The file
 * holds the stage's machines, the jump hosts before them, and nothing else.
 */
export async function writeKnownHosts(site: Site, machines: readonly Machine[]): Promise<void> {
  const hosts = [
    ...jumpHosts(machines).map(jump => ({...jump, name: jumpHostName(jump)})),
    ...machines.map(({name, sshAddress, sshPort, hostKeys}) => ({name, address: sshAddress, port: sshPort, hostKeys})),
  ]
  const blocks = hosts.map(async ({hostKeys, ...host}) => {
    const keys = hostKeys.length > 0 ? hostKeys : await readKnownKeys(site, host)
    return keys.map(key => line(host, key))
  })
  await writeContextFile(knownHostsPath(site), (await Promise.all(blocks)).flat().join(''))
}

/** The public keys pinned for a host, `<type> <base64>`; none when its provider could not tell them. */
export async function readKnownKeys(site: Site, host: SshHost): Promise<readonly string[]> {
  const text = (await readContextFile(knownHostsPath(site))) ?? ''
  const names = [host.name, ...spellings(host)]
  return text
    .split('\n')
    .map(entry => entry.trim().split(/\s+/))
    .filter(([hosts = '']) => hosts.split(',').some(name => names.includes(name)))
    .map(([, type, key]) => `${type} ${key}`)
}

/** Pins the key a host showed when it was reached for the first time. Throws `HiveError` CONTEXT_INVALID. */
export async function pinKey(site: Site, host: SshHost, key: string): Promise<void> {
  // Several hosts may be reached for the first time at once; an appended line does not undo another's.
  await appendContextFile(knownHostsPath(site), line(host, key))
}

export async function removeKnownHosts(site: Site): Promise<void> {
  await removeContextFile(knownHostsPath(site))
}

function line(host: SshHost, key: string): string {
  return `${spellings(host).join(',')} ${key}\n`
}

/** How ssh looks a host up: by name and by address, with the port where it is not 22 (sshd(8), known_hosts). */
function spellings({name, address, port}: SshHost): string[] {
  return [...new Set([name, address])].map(host => (port === 22 ? host : `[${host}]:${port}`))
}
