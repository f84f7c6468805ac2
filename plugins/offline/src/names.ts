import {join} from 'node:path'
import type {Site} from '@hive-ci/cli'

/** How a stage's cache is found on the mother's engine, and what belongs to it. */
export interface CacheNames {
  /** Of the container, its volume and its network alike. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Where the certificates are put that hosts have to trust. */
  readonly certificate: string
}

/** The labels are not those of the stage's machines: `build-infra -D` leaves the cache alone. */
export function cacheNames({name, stage, contextDirectory}: Site): CacheNames {
  return {
    name: `hive-offline-${name}-${stage}`,
    labels: {'hive.offline.site': name, 'hive.offline.stage': stage},
    certificate: join(contextDirectory, 'offline-ca.pem'),
  }
}
