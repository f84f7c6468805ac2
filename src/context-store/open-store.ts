import type {ContextStore} from '../context-store.ts'
import {HiveError} from '../error.ts'
import {collectContextStores, type RunHook} from '../extension/collect.ts'
import type {Site} from '../site/site.ts'
import {fileStore} from './file-store.ts'

export interface OpenRequest {
  readonly site: Pick<Site, 'name' | 'stage' | 'settings'>
  readonly runHook: RunHook
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * The store the variable `context_store` names, as `driver:address`: `file` is always there, plugins bring others.
 * Throws `HiveError` CONTEXT_INVALID.
 */
export async function openStore({site, runHook, environment}: OpenRequest): Promise<ContextStore> {
  const {settings, name, stage} = site
  const wish = settings.context_store
  if (typeof wish !== 'string') throw notSet()
  const colon = wish.indexOf(':')
  const [driverName, address] = colon < 0 ? [wish, ''] : [wish.slice(0, colon), wish.slice(colon + 1)]
  const drivers = new Map([[fileStore.name, fileStore], ...(await collectContextStores(runHook))])
  const driver = drivers.get(driverName)
  if (driver) return driver.open({address, site: name, stage, settings, environment})
  const known = [...drivers.keys()].toSorted().join(', ')
  throw new HiveError(
    'CONTEXT_INVALID',
    `The variable context_store is ${JSON.stringify(wish)}; known stores are ${known}.`,
  )
}

function notSet(): HiveError {
  return new HiveError('CONTEXT_INVALID', 'It is not known where contexts are stored: context_store is not set.', {
    suggestions: [
      'Set it, for example, with "hive set context_store file:/srv/hive-contexts" or the environment variable HIVE_CONTEXT_STORE.',
    ],
  })
}
