import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import type {Material} from '../role.ts'
import {type Secret, secret} from '../shell/secret.ts'

/**
 * Reads the context files a role asked for.
 * @throws HiveError CONTEXT_INVALID when one cannot be read.
 */
export async function readMaterial(contextDirectory: string, paths: readonly string[]): Promise<Material> {
  const texts = new Map(
    await Promise.all(paths.map(async path => [path, await readText(join(contextDirectory, path))] as const)),
  )
  const text = (path: string) => {
    const found = texts.get(path)
    if (found === undefined) throw new Error(`context file ${path} was not asked for by the role that uses it`)
    return found
  }
  return {text, secret: (path): Secret => secret(text(path))}
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `${file} is needed and cannot be read: ${reasonOf(error)}`, {
      cause: error,
      suggestions: ['Run "hive setup-hosts": it makes the keys and certificates of the stage.'],
    })
  }
}
