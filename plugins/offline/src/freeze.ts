import type {Session} from '@hive-ci/cli'
import {type Cache, requireCache} from './cache.ts'
import {writeCacheFiles} from './cache-files.ts'
import {completeImages} from './complete-images.ts'
import {configure} from './configure.ts'
import {stopContainer} from './container.ts'
import {awaitQuiet} from './in-flight.ts'
import {readRecordingOf} from './log/read-logs.ts'
import type {KeptAnswer, Unkept} from './log/recording.ts'
import {writeManifest} from './manifest.ts'
import {runInCache} from './run-in-cache.ts'
import type {CacheSettings} from './settings.ts'
import {startCache} from './start-cache.ts'
import {followMode} from './use.ts'

/** The `--json` result of `hive offline freeze`. */
export interface FreezeReport {
  readonly frozenAt: string
  /** Files the manifest has checksums of. */
  readonly files: number
  /** Redirects and "not found" that will be answered again. */
  readonly answers: number
  /** Recorded, but cannot be given again. */
  readonly unkept: readonly Unkept[]
}

/**
 * Ends the recording: from here on the cache gives what it holds and asks nobody. What is under way is waited for, parts
 * of images that hosts had already are fetched. A frozen cache stays as it is. Throws `HiveError` OFFLINE_FAILED.
 */
export async function freezeCache(session: Session): Promise<FreezeReport> {
  const cache = await requireCache(session)
  const {container, settings} = cache
  const say = (text: string) => session.report({type: 'progress', target: session.site.mother.name, text})
  if (settings.mode === 'recording') {
    say('completes images')
    await completeImages(cache, session.signal)
    await awaitQuiet(container, session.signal)
  }
  const recording = await readRecordingOf(container, settings.registries)
  if (settings.mode === 'recording') await switchOver(session, cache, recording.answers)
  await followMode(session, cache, 'frozen')
  say('writes checksums of all that was recorded')
  const files = await writeManifest(container)
  const {unkept, answers} = recording
  return {frozenAt: (await requireCache(session)).settings.frozenAt ?? '', files, answers: answers.length, unkept}
}

async function switchOver(
  session: Session,
  {container, settings}: Cache,
  answers: readonly KeptAnswer[],
): Promise<void> {
  await runInCache(container, 'rm -f log/replayed.log')
  await stopContainer(container)
  await writeCacheFiles(container, [{path: 'answers', content: answers.map(answerLine).join('')}])
  const frozen: CacheSettings = {...settings, mode: 'frozen', frozenAt: new Date().toISOString()}
  await configure(container, {settings: frozen})
  await startCache(session, container, frozen)
}

/** URLs have neither tabs nor quotes in them; whatever squid let through is made sure of. */
function answerLine({url, status, location = ''}: KeptAnswer): string {
  return /[\t\n"\\]/.test(url + location) ? '' : `${url}\t${status}\t${location}\n`
}
