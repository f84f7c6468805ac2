import {ensureOwnImage, HiveError, type Session} from '@hive-ci/cli'
import {requireCache} from '../cache.ts'
import type {Miss} from '../log/misses.ts'
import {readMissesOf} from '../log/read-logs.ts'
import {type Rehearsal, rehearse} from './rehearse.ts'
import {inRoom} from './room.ts'
import {inScratchProject} from './scratch-project.ts'

/** Something the build asks for that the cache does not have. */
export interface Missing extends Miss {
  /** The phase that asked first. */
  readonly phase: string
}

/** The `--json` result of `hive offline certify`. */
export interface CertifyReport {
  readonly certified: boolean
  readonly missing: readonly Missing[]
  /** The end of what hive said, when the build did not succeed. */
  readonly lastWords: readonly string[]
}

export interface CertifyRequest {
  /** The hive that rehearses, and what it is to do: `hive all`. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Builds a copy of the stage from nothing where only the frozen cache is reached: an engine of its own, in a network of its
 * own, hive itself included. Leaves nothing behind. Throws `HiveError` OFFLINE_FAILED where that cannot be tried.
 */
export async function certifyCache(session: Session, request: CertifyRequest): Promise<CertifyReport> {
  const {site, signal, report} = session
  const cache = await requireCache(session)
  checkPossible(session, cache.settings.mode)
  const say = (text: string) => report({type: 'progress', target: site.mother.name, text})
  const image = await ensureOwnImage(
    {docker: cache.docker, signal, progress: say, proxy: `http://${cache.address}`},
    'node',
  )
  say('makes a place that only the cache is reached from')
  return inRoom(cache, image, room =>
    inScratchProject(site, room.proxy, async directory => {
      const started = Date.now()
      const onPhase = (name: string) => say(`rehearses ${name}`)
      const rehearsal = await rehearse(room, {...request, directory, signal, onPhase})
      const misses = await readMissesOf(cache.container, cache.settings.registries, started)
      return reportOf(rehearsal, misses)
    }),
  )
}

function reportOf({succeeded, phases, lastWords}: Rehearsal, misses: readonly Miss[]): CertifyReport {
  const missing = misses.map(miss => ({
    ...miss,
    phase: phases.findLast(({time}) => time <= miss.time)?.name ?? phases[0]?.name ?? 'build-infra',
  }))
  return {certified: succeeded && missing.length === 0, missing, lastWords}
}

function checkPossible({site}: Session, mode: string): void {
  if (mode === 'recording') {
    throw new HiveError('OFFLINE_FAILED', 'The offline cache still records; what is certified is a frozen one.', {
      suggestions: ['Freeze it first: hive offline freeze'],
    })
  }
  if (site.provider !== 'docker') {
    throw new HiveError(
      'OFFLINE_FAILED',
      `Stage ${site.stage} has machines of provider ${site.provider}; a rehearsal makes its machines out of containers.`,
      {suggestions: ['Record and certify a stage of the same inventory with "provider: docker".']},
    )
  }
  if (process.getuid?.() !== 0) {
    throw new HiveError('OFFLINE_FAILED', 'Only root can run hive in a network of its own.', {
      suggestions: ['Run the same command as root.'],
    })
  }
}
