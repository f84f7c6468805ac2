import {HiveError} from '../error.ts'
import type {Host, Site} from '../site/site.ts'

/** The host whose engine builds images. Throws `HiveError` INVENTORY_INVALID for a stage that has none. */
export function repositoryHost({hosts, stage}: Site): Host {
  const host = hosts.find(candidate => candidate.isRepository)
  if (host) return host
  throw new HiveError('INVENTORY_INVALID', `Stage ${stage} has no repository host, so images cannot be built.`)
}
