import {mkdir, writeFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import {bashScript} from './script.ts'

/**
 * Writes the bash script to where bash-completion looks for those of a user (`XDG_DATA_HOME`), and tells where that is.
 * Throws `HiveError` CONTEXT_INVALID when it cannot be written.
 */
export async function installBashCompletion(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const data = environment.XDG_DATA_HOME || join(environment.HOME ?? homedir(), '.local', 'share')
  const file = join(data, 'bash-completion', 'completions', 'hive')
  try {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, bashScript)
    return file
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `${file} could not be written: ${reasonOf(error)}`, {cause: error})
  }
}
