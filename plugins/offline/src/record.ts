import {HiveError, type Session} from '@hive-ci/cli'
import {requireCache} from './cache.ts'
import {readContents} from './contents.ts'
import type {RehearsalRequest} from './rehearsal/rehearse.ts'
import {rehearseStage} from './rehearsal/rehearse-stage.ts'

/** The `--json` result of `hive offline record`. */
export interface RecordReport {
  /** Whether the copy of the stage was built to its end. */
  readonly recorded: boolean
  /** What the cache holds now: on disk, kept answers, images. */
  readonly bytes: number
  readonly objects: number
  readonly images: number
  /** The end of what hive said, when the build did not succeed. */
  readonly lastWords: readonly string[]
}

/**
 * Builds a copy of the stage from nothing through the recording cache alone, so that it asks for all a site needs
 * anywhere: the operating system, too, which this machine's engine has already. Throws `HiveError` OFFLINE_FAILED.
 */
export async function recordStage(session: Session, request: RehearsalRequest): Promise<RecordReport> {
  const cache = await requireCache(session)
  if (cache.settings.mode === 'frozen') throw frozen()
  const {succeeded, lastWords} = await rehearseStage(session, cache, request)
  const {bytes, objects, images} = await readContents(cache.container)
  return {recorded: succeeded, bytes, objects, images: images.length, lastWords}
}

function frozen(): HiveError {
  return new HiveError('OFFLINE_FAILED', 'The offline cache is frozen, so it records nothing.', {
    suggestions: ['Let it record on first: hive offline thaw'],
  })
}
