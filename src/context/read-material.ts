import {join} from 'node:path'
import {HiveError} from '../error.ts'
import type {Material} from '../role.ts'
import {secret} from '../shell/secret.ts'
import {readContextFile} from './context-file.ts'

/**
 * Reads the context files a role asked for. `standIn` is taken for a file that is not there: in check mode nobody has
 * made it yet. Throws `HiveError` CONTEXT_INVALID when one cannot be read.
 */
export async function readMaterial(
  contextDirectory: string,
  paths: readonly string[],
  standIn?: string,
): Promise<Material> {
  const read = async (path: string) => (await readContextFile(join(contextDirectory, path))) ?? standIn
  const texts = new Map(await Promise.all(paths.map(async path => [path, await read(path)] as const)))
  const text = (path: string) => {
    if (!texts.has(path)) throw new TypeError(`context file ${path} was not asked for by the role that uses it`)
    return texts.get(path) ?? missing(join(contextDirectory, path))
  }
  return {text, secret: path => secret(text(path))}
}

function missing(file: string): never {
  throw new HiveError('CONTEXT_INVALID', `${file} is needed and is not there.`, {
    suggestions: ['Run "hive setup-hosts" without -T: it makes the keys, certificates and passwords of the stage.'],
  })
}
