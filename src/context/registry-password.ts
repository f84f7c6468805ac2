import {randomInt} from 'node:crypto'
import {join} from 'node:path'
import {HiveError} from '../error.ts'
import {type Secret, secret} from '../shell/secret.ts'
import type {Site} from '../site/site.ts'
import {createContextFile, readContextFile} from './context-file.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const length = 15

export function registryPasswordPath({contextDirectory}: Site): string {
  return join(contextDirectory, 'registry_password')
}

/** The password of the site's registry, undefined when there is none yet. Throws `HiveError` CONTEXT_INVALID. */
export async function readRegistryPassword(site: Site): Promise<Secret | undefined> {
  const path = registryPasswordPath(site)
  const text = await readContextFile(path)
  if (text === undefined) return undefined
  const password = text.replace(/\r?\n$/, '')
  if (password !== '') return secret(password)
  throw new HiveError('CONTEXT_INVALID', `${path} is empty; expected the password of the site's registry.`, {
    suggestions: ['Restore it from a backup, or remove it to have a new one made.'],
  })
}

/** The same, made when there is none: 15 letters and digits, which every tool takes as they are. */
export async function ensureRegistryPassword(site: Site): Promise<Secret> {
  const found = await readRegistryPassword(site)
  if (found) return found
  const password = Array.from({length}, () => letters[randomInt(letters.length)]).join('')
  return secret((await createContextFile(registryPasswordPath(site), `${password}\n`)).trim())
}
