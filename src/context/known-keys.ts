import type {Site} from '../site/site.ts'
import {appendContextFile, readContextFile} from './context-file.ts'
import {knownHostsPath} from './known-hosts.ts'
import type {SshHost} from './ssh-hosts.ts'

/** The public keys pinned for a host, `<type> <base64>`; none when its provider could not tell them. */
export async function readKnownKeys(site: Site, host: SshHost): Promise<readonly string[]> {
  const text = (await readContextFile(knownHostsPath(site))) ?? ''
  const names = [host.name, spelling(host.name, host.port), spelling(host.address, host.port)]
  return text
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([hosts = '']) => hosts.split(',').some(name => names.includes(name)))
    .map(([, type, key]) => `${type} ${key}`)
}

/** Pins the key a host showed when it was reached for the first time. Throws `HiveError` CONTEXT_INVALID. */
export async function pinKey(site: Site, {name, address, port}: SshHost, key: string): Promise<void> {
  const hosts = [...new Set([spelling(name, port), spelling(address, port)])].join(',')
  // Several hosts may be reached for the first time at once; an appended line does not undo another's.
  await appendContextFile(knownHostsPath(site), `${hosts} ${key}\n`)
}

function spelling(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`
}
