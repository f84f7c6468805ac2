import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'

export interface InitResult {
  readonly directory: string
  /** False when it was there already. */
  readonly created: boolean
}

/** Makes `.hive`, which holds keys and must be ours alone. Throws `HiveError` CONTEXT_INVALID when it cannot be made. */
export async function initProject(rootDirectory: string): Promise<InitResult> {
  const directory = join(rootDirectory, '.hive')
  try {
    const first = await mkdir(directory, {recursive: true, mode: 0o700})
    return {directory, created: first !== undefined}
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `${directory} could not be made: ${reasonOf(error)}`, {cause: error})
  }
}
