import type {Duplex} from 'node:stream'
import {Client, type ConnectConfig, type PublicKeyAuthMethod} from 'ssh2'
import {HiveError} from '../error.ts'
import {hostKeyAlgorithms, hostKeyLine, isKnown} from './host-key.ts'
import {defaultConnectTimeout, unreachable, wrongHostKey} from './ssh-failure.ts'
import type {SshTarget} from './ssh-target.ts'

/** Logs in; `through` is the way to the host where it is not a TCP connection of its own. */
export function login(target: SshTarget, through: Duplex | undefined): Promise<Client> {
  const {promise, resolve, reject} = Promise.withResolvers<Client>()
  const client = new Client()
  const fail = (error: unknown) => {
    client.destroy()
    reject(error)
  }
  const interrupt = () => fail(new HiveError('INTERRUPTED', `The login to ${target.name} was interrupted.`))
  client.on('error', error => fail(unreachable(target, error)))
  client.on('close', () => fail(unreachable(target, new Error('it closed the connection before the login'))))
  client.on('ready', () => {
    client.removeAllListeners('error').removeAllListeners('close')
    resolve(client)
  })
  if (target.signal?.aborted) interrupt()
  else connect(client, target, through, fail)
  target.signal?.addEventListener('abort', interrupt, {once: true})
  return promise.finally(() => target.signal?.removeEventListener('abort', interrupt))
}

function connect(client: Client, target: SshTarget, through: Duplex | undefined, fail: (error: unknown) => void): void {
  try {
    client.connect(configOf(target, through, fail))
  } catch (cause) {
    const message = `The private key for ${target.user} on ${target.name} cannot be read; it should be a key in OpenSSH's or PEM form without a passphrase.`
    fail(new HiveError('CONTEXT_INVALID', message, {cause}))
  }
}

function configOf(target: SshTarget, through: Duplex | undefined, fail: (error: unknown) => void): ConnectConfig {
  const key = target.privateKey.reveal()
  const method: PublicKeyAuthMethod = {type: 'publickey', username: target.user, key}
  return {
    host: target.address,
    port: target.port,
    username: target.user,
    privateKey: key,
    // Without the library's first question "which methods are there", one round trip less.
    authHandler: [method],
    hostVerifier: (offered: Buffer) => accepts(target, hostKeyLine(offered), fail),
    algorithms: {serverHostKey: hostKeyAlgorithms(target.hostKeys)},
    readyTimeout: (target.connectTimeout ?? defaultConnectTimeout) * 1000,
    keepaliveInterval: (target.keepalive ?? 10) * 1000,
    keepaliveCountMax: 3,
    ...(through && {sock: through}),
  }
}

function accepts(target: SshTarget, offered: string, fail: (error: unknown) => void): boolean {
  if (target.hostKeys.length === 0) {
    target.onHostKey?.(offered)
    return true
  }
  if (isKnown(offered, target.hostKeys)) return true
  fail(wrongHostKey(target, offered))
  return false
}
