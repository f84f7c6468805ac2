import type {Session} from '@hive-ci/cli'
import {type Cache, findCache} from './cache.ts'
import {type CachedImage, readContents} from './contents.ts'
import type {Miss} from './log/misses.ts'
import {readMissesOf, readRecordingOf} from './log/read-logs.ts'
import type {PlaceReport, Unkept} from './log/recording.ts'

/** The `--json` result of `hive offline status`. */
export interface StatusReport {
  readonly state: 'absent' | 'stopped' | 'recording' | 'frozen'
  readonly proxy?: string
  readonly frozenAt?: string
  /** On disk. */
  readonly bytes: number
  /** Kept answers; images are counted by themselves. */
  readonly objects: number
  readonly places: readonly PlaceReport[]
  readonly images: readonly CachedImage[]
  /** Asked for in vain since it was frozen. */
  readonly misses: readonly Miss[]
  /** Recorded, but cannot be given again. */
  readonly unkept: readonly Unkept[]
}

const nothing = {bytes: 0, objects: 0, places: [], images: [], misses: [], unkept: []}

/** Tells what the stage's cache holds, and what it lacks. */
export async function cacheStatus({site}: Session): Promise<StatusReport> {
  const cache = await findCache(site)
  if (cache === undefined) return {state: 'absent', ...nothing}
  if (!cache.isRunning) return {state: 'stopped', proxy: cache.address, ...nothing}
  return statusOf(cache)
}

async function statusOf({container, settings, address}: Cache): Promise<StatusReport> {
  const {registries, mode, frozenAt} = settings
  const [contents, recording, misses] = await Promise.all([
    readContents(container),
    readRecordingOf(container, registries),
    readMissesOf(container, registries),
  ])
  return {
    state: mode,
    proxy: address,
    ...(frozenAt !== undefined && {frozenAt}),
    ...contents,
    places: recording.places,
    misses,
    unkept: recording.unkept,
  }
}
