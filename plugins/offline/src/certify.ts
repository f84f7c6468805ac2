import {HiveError, type Session} from '@hive-ci/cli'
import {requireCache} from './cache.ts'
import type {Miss} from './log/misses.ts'
import {readMissesOf} from './log/read-logs.ts'
import {findLost} from './lost.ts'
import type {Rehearsal, RehearsalRequest} from './rehearsal/rehearse.ts'
import {rehearseStage} from './rehearsal/rehearse-stage.ts'

/** Something the build asks for, or that was recorded, and that the cache does not have. */
export interface Missing extends Pick<Miss, 'method' | 'url'> {
  /** The phase that asked first; `recorded` for what the build did not come to, or does not need. */
  readonly phase: string
}

/** The `--json` result of `hive offline certify`. */
export interface CertifyReport {
  readonly certified: boolean
  readonly missing: readonly Missing[]
  /** The end of what hive said, when the build did not succeed. */
  readonly lastWords: readonly string[]
}

/**
 * Looks whether the frozen cache still has all that was recorded, then builds a copy of the stage from it alone. Names
 * everything that is missing at once. Throws `HiveError` OFFLINE_FAILED where that cannot be tried.
 */
export async function certifyCache(session: Session, request: RehearsalRequest): Promise<CertifyReport> {
  const {site, signal, report} = session
  const cache = await requireCache(session)
  if (cache.settings.mode === 'recording') throw stillRecording()
  report({type: 'progress', target: site.mother.name, text: 'looks for all that was recorded'})
  const lost = await findLost(cache, signal)
  const started = Date.now()
  const rehearsal = await rehearseStage(session, cache, request)
  const asked = missingOf(rehearsal, await readMissesOf(cache.container, cache.settings.registries, started))
  const others = lost.filter(({url}) => !asked.some(miss => miss.url === url))
  const missing = [...asked, ...others.map(artefact => ({...artefact, phase: 'recorded'}))]
  return {certified: rehearsal.succeeded && missing.length === 0, missing, lastWords: rehearsal.lastWords}
}

function missingOf({phases}: Rehearsal, misses: readonly Miss[]): readonly Missing[] {
  return misses.map(({method, url, time}) => ({
    method,
    url,
    phase: phases.findLast(phase => phase.time <= time)?.name ?? phases[0]?.name ?? 'build-infra',
  }))
}

function stillRecording(): HiveError {
  return new HiveError('OFFLINE_FAILED', 'The offline cache still records; what is certified is a frozen one.', {
    suggestions: ['Freeze it first: hive offline freeze'],
  })
}
