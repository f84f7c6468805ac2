import {mkdir, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {HiveError, reasonOf} from './error.ts'

/** Writes a file the user asked for by name, its directories too. Throws `HiveError` USAGE when that cannot be done. */
export async function writeOutput(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, text)
  } catch (error) {
    throw new HiveError('USAGE', `${file} could not be written: ${reasonOf(error)}.`, {cause: error})
  }
}
