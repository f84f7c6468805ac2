import {join} from 'node:path'
import ssh2 from 'ssh2'
import {HiveError} from '../error.ts'
import {type Secret, secret} from '../shell/secret.ts'
import type {Site} from '../site/site.ts'
import {createContextFile, protectContextFile, readContextFile, writeContextFile} from './context-file.ts'

/** The key hive logs in with. */
export interface KeyPair {
  readonly privateKeyPath: string
  /** OpenSSH or PEM text. */
  readonly privateKey: Secret
  /** `<type> <base64> <comment>`, one authorized_keys line. */
  readonly publicKey: string
}

/** 3072 bits of RSA are as strong as the P-256 of the CA, and every sshd of the supported systems takes RSA keys. */
const bits = 3072

/** `hive_private_key_path`, else `id_rsa` of the context. */
export function privateKeyPath(site: Site): string {
  const given = site.mother.variables.get('hive_private_key_path')
  return typeof given === 'string' && given !== '' ? given : join(site.contextDirectory, 'id_rsa')
}

/** The stage's key pair, undefined when there is none yet. Throws `HiveError` CONTEXT_INVALID when it cannot be used. */
export async function readKeyPair(site: Site): Promise<KeyPair | undefined> {
  const path = privateKeyPath(site)
  const text = await readContextFile(path)
  if (text === undefined) return undefined
  return {privateKeyPath: path, privateKey: secret(text), publicKey: publicHalf(site, path, text)}
}

/** The stage's key pair, made when there is none. The public file is always what belongs to the private one. */
export async function ensureKeyPair(site: Site): Promise<KeyPair> {
  const pair = (await readKeyPair(site)) ?? (await makeKeyPair(site))
  // ssh refuses a key others may read; a key of the user's own is theirs to look after.
  if (pair.privateKeyPath.startsWith(site.contextDirectory)) await protectContextFile(pair.privateKeyPath)
  const path = publicKeyPath(site)
  const found = await readContextFile(path)
  if (found?.split(' ')[1] !== pair.publicKey.split(' ')[1]) await writeContextFile(path, `${pair.publicKey}\n`)
  return pair
}

function publicKeyPath(site: Site): string {
  const given = site.mother.variables.get('hive_public_key_path')
  return typeof given === 'string' && given !== '' ? given : `${privateKeyPath(site)}.pub`
}

async function makeKeyPair(site: Site): Promise<KeyPair> {
  const {promise, resolve, reject} = Promise.withResolvers<string>()
  ssh2.utils.generateKeyPair('rsa', {bits, comment: comment(site)}, (error, pair) =>
    error ? reject(error) : resolve(pair.private),
  )
  const path = privateKeyPath(site)
  const text = await createContextFile(path, await promise)
  return {privateKeyPath: path, privateKey: secret(text), publicKey: publicHalf(site, path, text)}
}

function publicHalf(site: Site, path: string, text: string): string {
  const key = ssh2.utils.parseKey(text)
  const reason = key instanceof Error ? key.message : key.isPrivateKey() ? undefined : 'it is a public key'
  if (key instanceof Error || reason !== undefined) {
    throw new HiveError('CONTEXT_INVALID', `${path} is no private key hive can use: ${reason}.`, {
      cause: key,
      suggestions: [
        'It must be an OpenSSH or PEM private key without a passphrase.',
        'Remove it to have a new one made; machines that know the old key must then be made again.',
      ],
    })
  }
  return `${key.type} ${key.getPublicSSH().toString('base64')} ${comment(site)}`
}

function comment({name, stage}: Site): string {
  return `hive-${name}-${stage}`
}
