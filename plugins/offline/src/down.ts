import {accepting, type Session} from '@hive-ci/cli'
import {stopContainer} from './container.ts'
import {openEngine} from './engine.ts'
import {cacheNames} from './names.ts'

/** The `--json` result of `hive offline down`. */
export interface DownReport {
  readonly removed: readonly ('container' | 'data')[]
  readonly dryRun: boolean
}

export interface DownRequest {
  /** What was recorded goes, too. */
  readonly data: boolean
  readonly dryRun: boolean
}

/** Removes the cache's container and network, and what it holds when asked to; what is gone is gone. */
export async function removeCache({site}: Session, {data, dryRun}: DownRequest): Promise<DownReport> {
  const docker = await openEngine()
  const {name} = cacheNames(site)
  const container = docker.getContainer(name)
  const volume = docker.getVolume(name)
  const hasContainer = (await accepting([404], container.inspect())) !== undefined
  const hasData = data && (await accepting([404], volume.inspect())) !== undefined
  const removed = [...(hasContainer ? ['container' as const] : []), ...(hasData ? ['data' as const] : [])]
  if (dryRun) return {removed, dryRun}
  if (hasContainer) {
    await stopContainer(container)
    await accepting([404, 409], container.remove())
  }
  await accepting([404], docker.getNetwork(name).remove())
  if (hasData) await accepting([404], volume.remove())
  return {removed, dryRun}
}
