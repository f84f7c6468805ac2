import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {writeContextFile} from '../context/context-file.ts'
import {HiveError, reasonOf} from '../error.ts'
import {type PhaseName, phaseNames} from '../phase-name.ts'

/** When each phase was last completed for the whole stage, ISO 8601; absent when it was not, or was taken back. */
export type PhaseRecord = Readonly<Partial<Record<PhaseName, string>>>

const schema = z.partialRecord(z.enum(phaseNames), z.iso.datetime())

/** Reads the record of a stage. Throws `HiveError` CONTEXT_INVALID when the file is not what hive wrote. */
export async function readPhaseRecord(contextDirectory: string): Promise<PhaseRecord> {
  const file = recordFile(contextDirectory)
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '{}'
    throw invalid(file, error)
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw invalid(file, error)
  }
}

/** Writes the record of a stage. */
export async function writePhaseRecord(contextDirectory: string, record: PhaseRecord): Promise<void> {
  await writeContextFile(recordFile(contextDirectory), `${JSON.stringify(record, null, 2)}\n`)
}

function recordFile(contextDirectory: string): string {
  return join(contextDirectory, 'phases.json')
}

function invalid(file: string, cause: unknown): HiveError {
  return new HiveError('CONTEXT_INVALID', `${file} cannot be read: ${reasonOf(cause)}`, {
    cause,
    suggestions: ['Remove the file: it only tells hive status when phases were completed.'],
  })
}
