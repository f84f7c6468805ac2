import {type Session, siteLogins} from '@hive-ci/cli'
import {requireCache} from './cache.ts'
import {configure} from './configure.ts'
import {manifestFile} from './manifest.ts'
import {cachedRegistries} from './registries.ts'
import {runInCache} from './run-in-cache.ts'
import type {CacheSettings} from './settings.ts'
import {startCache} from './start-cache.ts'
import {followMode} from './use.ts'

/** The `--json` result of `hive offline thaw`. */
export interface ThawReport {
  /** False for a cache that was recording. */
  readonly changed: boolean
}

/** Lets a frozen cache record on, into what it holds. Throws `HiveError` OFFLINE_FAILED. */
export async function thawCache(session: Session): Promise<ThawReport> {
  const cache = await requireCache(session)
  const {container, settings} = cache
  if (settings.mode === 'recording') return {changed: false}
  await runInCache(container, `rm -f ${manifestFile}`)
  const {frozenAt, ...kept} = settings
  const thawed: CacheSettings = {
    ...kept,
    registries: [...(await cachedRegistries(session, kept.registries))],
    mode: 'recording',
  }
  await configure(container, {settings: thawed, logins: await siteLogins(session.site)})
  await startCache(session, container, thawed)
  await followMode(session, cache, 'recording')
  return {changed: true}
}
