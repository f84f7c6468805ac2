import {oldArchivesEnvironment, withoutOldArchives} from '../proxy/tunnel/old-archives.ts'
import type {Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {forAWhile} from './for-a-while.ts'

/**
 * Lets apt in a container take lists that are older than their archive allows while `work` runs, where
 * `apt_check_valid_until` is false; the image keeps nothing of it. `work` is given what commands have to find in their
 * environment.
 */
export async function withOldArchives<T>(
  site: Site,
  container: Connection,
  work: (environment: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const environment = await oldArchivesEnvironment(site, container, {become: false})
  if (environment.APT_CONFIG === undefined) return work({})
  return forAWhile(
    () => work(environment),
    () => container.exec(withoutOldArchives.text),
  )
}
