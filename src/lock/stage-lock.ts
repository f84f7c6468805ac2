import {setTimeout} from 'node:timers/promises'
import {HiveError} from '../error.ts'
import type {HostPool} from '../session.ts'
import type {Host, Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import type {HeldLock} from './hold-lock.ts'
import {lockHere, lockThere, type PartsRequest} from './lock-parts.ts'

export interface StageLockRequest extends PartsRequest {
  readonly site: Site
  readonly hosts: HostPool
  /** A way to run programs on the mother. */
  readonly mother: Connection
}

/** The lock of a stage for a whole run. */
export interface StageLock {
  /**
   * Takes the part on the repository host as soon as that host answers, and again after its connection was lost (it was
   * rebooted). Call it before each phase. Throws `HiveError` STAGE_LOCKED when another mother holds it.
   */
  secure(): Promise<void>
  release(): Promise<void>
}

/** Seconds a repository host may take to answer before it counts as not there yet. */
const answerTime = 5

/**
 * Locks a stage for other runs: on this mother through files of the context directory, for other mothers through files
 * on the repository host. Throws `HiveError` STAGE_LOCKED naming the holder.
 */
export async function takeStageLock(request: StageLockRequest): Promise<StageLock> {
  const {site, hosts, mother, breakLock} = request
  const local = await lockHere(mother, request)
  const repository = site.hosts.find(host => host.isRepository)
  let remote: HeldLock | undefined

  return {
    async secure() {
      if (repository === undefined || remote?.isHeld) return
      const connection = await reach(hosts, repository)
      if (connection === undefined) return
      const isFirst = remote === undefined
      remote = await lockThere(connection, {...request, breakLock: breakLock && isFirst})
    },
    async release() {
      await remote?.release()
      await local.release()
    },
  }
}

/** The phase that needs the host says why it cannot be reached; for the lock it is only not there yet. */
async function reach(hosts: HostPool, host: Host): Promise<Connection | undefined> {
  try {
    return await Promise.race([hosts.connect(host), setTimeout(answerTime * 1000, undefined, {ref: false})])
  } catch (error) {
    if (error instanceof HiveError && ['HOST_UNREACHABLE', 'CONTEXT_INVALID'].includes(error.code)) return undefined
    throw error
  }
}
