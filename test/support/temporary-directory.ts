import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'

/** A directory of the running test, removed after it. */
export async function temporaryDirectory(name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `hive-${name}-`))
  onTestFinished(() => rm(directory, {recursive: true, force: true}))
  return directory
}
