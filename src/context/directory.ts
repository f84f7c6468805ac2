import {chmod, mkdir} from 'node:fs/promises'
import {HiveError, reasonOf} from '../error.ts'
import type {Site} from '../site/site.ts'

/** Makes the stage's context directory, and takes it away from everybody else: keys live in it. */
export async function ensureContextDirectory({contextDirectory}: Site): Promise<void> {
  try {
    await mkdir(contextDirectory, {recursive: true, mode: 0o700})
    await chmod(contextDirectory, 0o700)
  } catch (error) {
    throw new HiveError(
      'CONTEXT_INVALID',
      `The context directory ${contextDirectory} cannot be made private to this user: ${reasonOf(error)}.`,
      {cause: error, suggestions: ['Set context_dir to a directory that the user who runs hive owns.']},
    )
  }
}
