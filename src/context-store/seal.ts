import {readFile} from 'node:fs/promises'
import {Decrypter, Encrypter, identityToRecipient} from 'age-encryption'
import type {ContextStore} from '../context-store.ts'
import {HiveError, reasonOf} from '../error.ts'
import {type Secret, secret} from '../shell/secret.ts'

/** The environment variable with the key of the store. */
export const keyVariable = 'HIVE_CONTEXT_KEY'

const identity = /^AGE-SECRET-KEY-1[0-9A-Z]+$/

/**
 * The keys of the store: age identities, one on each line, or the name of a file that holds them. The first seals, all of
 * them open: that is how a key is changed. Throws `HiveError` CONTEXT_INVALID.
 */
export async function contextKeys(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Secret[]> {
  const given = environment[keyVariable]?.trim() ?? ''
  if (given === '') throw keyProblem('is not set')
  const text = given.startsWith('AGE-SECRET-KEY-') ? given : await readKeyFile(given)
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || !lines.every(line => identity.test(line))) {
    throw keyProblem('holds something else than age identities (AGE-SECRET-KEY-1...) or the name of a file with them')
  }
  for (const line of lines) await checkIdentity(line)
  return lines.map(line => secret(line))
}

async function checkIdentity(line: string): Promise<void> {
  try {
    await identityToRecipient(line)
  } catch {
    // The library quotes the key in its error.
    throw keyProblem('holds an age identity that was mistyped or cut: its checksum does not fit')
  }
}

export async function seal(content: Uint8Array, keys: readonly Secret[]): Promise<Uint8Array> {
  const [first] = keys
  if (!first) throw keyProblem('holds no key')
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(first.reveal()))
  return encrypter.encrypt(content)
}

/** What a store has under a version. Throws `HiveError` CONTEXT_INVALID when none of the keys fits, or it was tampered with. */
export async function unsealVersion(
  store: ContextStore,
  version: number,
  keys: readonly Secret[],
): Promise<Uint8Array> {
  const sealed = await store.read(version)
  const decrypter = new Decrypter()
  for (const key of keys) decrypter.addIdentity(key.reveal())
  try {
    return await decrypter.decrypt(sealed)
  } catch (error) {
    throw new HiveError(
      'CONTEXT_INVALID',
      `Version ${version} of ${store.place} cannot be opened with ${keyVariable}: ${reasonOf(error)}.`,
      {
        suggestions: ['It was sealed with another key, or is damaged. Nothing was changed.'],
      },
    )
  }
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // The value may be a mistyped key: neither it nor an error that quotes it is shown.
    throw keyProblem('is neither an age identity (AGE-SECRET-KEY-1...) nor the name of a file that can be read')
  }
}

function keyProblem(what: string): HiveError {
  return new HiveError('CONTEXT_INVALID', `The environment variable ${keyVariable} ${what}.`, {
    suggestions: ['"age-keygen" makes such a key; keep it in a protected variable of the pipeline.'],
  })
}
