import type {Duplex} from 'node:stream'
import type {Host} from '@hive-ci/cli'
import {Client} from 'ssh2'
import type {Way} from './ways.ts'

/** Where a host's sshd was found. */
export interface Place {
  readonly port: number
  /** The public key it showed, `<type> <base64>`. */
  readonly key: string
}

/** Finds the sshd of a host on the port of the inventory or on 22, and the key it shows; undefined when none answers. */
export async function contact(host: Host, {dial}: Way, signal: AbortSignal): Promise<Place | undefined> {
  for (const port of new Set([host.sshPort, 22])) {
    signal.throwIfAborted()
    // Nobody listens there, as far as the jump host can tell.
    const sock = await dial?.(port).catch(() => null)
    const key = sock === null ? undefined : await shownKey({host: host.address, port, sock})
    if (key !== undefined) return {port, key}
  }
  return undefined
}

/** The handshake ends as soon as the key is known: nobody is logged in. */
function shownKey(place: {
  readonly host: string
  readonly port: number
  readonly sock: Duplex | undefined
}): Promise<string | undefined> {
  const {promise, resolve} = Promise.withResolvers<string | undefined>()
  const client = new Client()
  client.on('error', () => resolve(undefined))
  client.on('close', () => resolve(undefined))
  client.connect({
    ...place,
    username: 'hive',
    readyTimeout: 10_000,
    algorithms: {serverHostKey: ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512', 'rsa-sha2-256']},
    hostVerifier: (key: Buffer) => {
      resolve(keyLine(key))
      return false
    },
  })
  return promise
}

/** The wire form of a key begins with the length and the name of its type (RFC 4253). */
function keyLine(key: Buffer): string {
  return `${key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')} ${key.toString('base64')}`
}
