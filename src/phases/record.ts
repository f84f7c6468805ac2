import {join} from 'node:path'
import {z} from 'zod'
import {readContextFile, removeContextFile, writeContextFile} from '../context/context-file.ts'
import {HiveError} from '../error.ts'
import {type PhaseName, phaseNames} from '../phase-name.ts'

/** When each phase was last completed for the whole stage, ISO 8601; absent when it was not, or was taken back. */
export type PhaseRecord = Readonly<Partial<Record<PhaseName, string>>>

const time = z.iso.datetime()

/** Reads the record of a stage. Throws `HiveError` CONTEXT_INVALID when a file is not what hive wrote. */
export async function readPhaseRecord(contextDirectory: string): Promise<PhaseRecord> {
  const entries = await Promise.all(
    phaseNames.map(async phase => [phase, await readTime(fileOf(contextDirectory, phase))] as const),
  )
  return Object.fromEntries(entries.filter(([, finished]) => finished !== undefined))
}

/**
 * Writes what differs between two records of a stage. Each phase has a file of its own, so that runs of different phases at
 * the same time, also on different machines, do not lose each other's.
 */
export async function changePhaseRecord(
  contextDirectory: string,
  before: PhaseRecord,
  after: PhaseRecord,
): Promise<void> {
  for (const phase of phaseNames) {
    const finished = after[phase]
    if (finished === before[phase]) continue
    const file = fileOf(contextDirectory, phase)
    if (finished === undefined) await removeContextFile(file)
    else await writeContextFile(file, `${finished}\n`)
  }
}

async function readTime(file: string): Promise<string | undefined> {
  const text = (await readContextFile(file))?.trim()
  if (text === undefined || time.safeParse(text).success) return text
  throw new HiveError('CONTEXT_INVALID', `${file} holds ${JSON.stringify(text.slice(0, 40))}, which is no time.`, {
    suggestions: ['Remove the file: it only tells hive status when the phase was completed.'],
  })
}

function fileOf(contextDirectory: string, phase: PhaseName): string {
  return join(contextDirectory, 'phases', phase)
}
