import {join} from 'node:path'
import type {Machine} from '../provider.ts'
import type {Site} from '../site/site.ts'
import {removeContextFile, writeContextFile} from './context-file.ts'

export function knownHostsPath(site: Site): string {
  return join(site.contextDirectory, 'known_hosts')
}

/** Pins the hosts' keys as the provider told them: the file holds the stage's machines and nothing else. */
export async function writeKnownHosts(site: Site, machines: readonly Machine[]): Promise<void> {
  await writeContextFile(knownHostsPath(site), machines.flatMap(linesOf).join(''))
}

export async function removeKnownHosts(site: Site): Promise<void> {
  await removeContextFile(knownHostsPath(site))
}

function linesOf({name, sshAddress, sshPort, hostKeys}: Machine): string[] {
  const names = [...new Set([name, sshAddress])].map(host => (sshPort === 22 ? host : `[${host}]:${sshPort}`))
  return hostKeys.map(key => `${names.join(',')} ${key}\n`)
}
