import {createHash} from 'node:crypto'
import type {ServerHostKeyAlgorithm} from 'ssh2'

/** Types of host keys the ssh library can check, strongest first, with the signatures each can make. */
const signatures: ReadonlyMap<string, readonly ServerHostKeyAlgorithm[]> = new Map([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
])

/** A public key of a host as known_hosts writes it, `<type> <base64>`, without a comment. */
export function hostKeyLine(key: Uint8Array): string {
  const bytes = Buffer.from(key)
  const type = bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1')
  return `${type} ${bytes.toString('base64')}`
}

/** Whether a key line is among the known ones, whatever their comments. */
export function isKnown(key: string, known: readonly string[]): boolean {
  return known.some(line => typeAndKey(line) === key)
}

/** `ssh-ed25519 SHA256:...`, as ssh-keygen -l shows it: what people compare. */
export function fingerprint(line: string): string {
  const [type = '', key = ''] = typeAndKey(line).split(' ')
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')
  return `${type} SHA256:${digest}`
}

/** Signature algorithms to offer: those of the known keys first, so that a host with several keys shows a known one. */
export function hostKeyAlgorithms(known: readonly string[]): ServerHostKeyAlgorithm[] {
  const types = known.map(line => line.split(' ', 1)[0] ?? '')
  const isFirst = (type: string) => (types.includes(type) ? 0 : 1)
  return [...signatures].sort(([a], [b]) => isFirst(a) - isFirst(b)).flatMap(([, algorithms]) => algorithms)
}

function typeAndKey(line: string): string {
  return line.trim().split(/\s+/).slice(0, 2).join(' ')
}
